import { expect } from '@open-wc/testing';
import { LitElement } from 'lit';
import { TitleCountController } from '../../../src/components/workspace/title-count-controller.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

class Counting extends LitElement {
  count = 0;

  constructor() {
    super();
    new TitleCountController(this, () => this.count);
  }
}
customElements.define('test-counting', Counting);

describe('the count in the title of a page', () => {
  const { title } = document;
  let element: Counting;

  beforeEach(() => {
    document.title = 'CRM';
    element = document.createElement('test-counting') as Counting;
    document.body.append(element);
  });

  afterEach(() => {
    element.remove();
    document.title = title;
  });

  async function count(number: number): Promise<void> {
    element.count = number;
    element.requestUpdate();
    await element.updateComplete;
  }

  it('stays in front when the page sets its title, and only the count is taken away at the end', async () => {
    await count(2);
    expect(document.title).to.equal('(2) CRM');
    document.title = 'CRM: Maria Lindqvist';
    await waitUntil(() => document.title === '(2) CRM: Maria Lindqvist');
    document.querySelector('title')?.remove();
    document.title = 'CRM: call';
    await waitUntil(() => document.title === '(2) CRM: call');
    await count(3);
    expect(document.title).to.equal('(3) CRM: call');
    await count(0);
    document.title = 'CRM';
    await Promise.resolve();
    expect(document.title).to.equal('CRM');
  });

  it('isn’t fought about with a page that takes it away each time', async () => {
    let changes = 0;
    const page = new MutationObserver(() => {
      changes += 1;
      if (document.title !== 'Mine') document.title = 'Mine';
    });
    page.observe(document.head, { subtree: true, childList: true, characterData: true });
    await count(1);
    let before = -1;
    while (before !== changes) {
      before = changes;
      await new Promise((resolve) => setTimeout(resolve));
    }
    page.disconnect();
    expect(document.title).to.equal('Mine');
    expect(changes).to.be.below(100);
  });
});
