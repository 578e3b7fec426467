import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { QueryOf } from '../../../src/channel/contract.ts';
import '../../../src/components/contact/contact-history.ts';
import '../../../src/components/contact/contact-information.ts';
import '../../../src/components/shared-context/shared-context.ts';
import type { SharedContext } from '../../../src/components/shared-context/shared-context.ts';
import { historySlice, SAMPLE_CONTACT, samplePast } from '../contact-samples.ts';
import { deepElements, deepHas, deepQuery, deskFixture, press, type, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const context = (sourceId: string) =>
  html`<backchannel-shared-context style="block-size:500px" of="session" .sourceId=${sourceId}></backchannel-shared-context>`;

/** A workspace that knows contact A of session `a`, and knows nothing yet of session `b`. */
function workspace(): FakeWorkspace {
  const fake = new FakeWorkspace();
  const known = <T>(id: string, slice: T) => (id === 'a' ? slice : undefined);
  fake.answerQueries('case-data', ({ id }) =>
    known(id, { fields: [{ key: 'Topic', type: 'text', value: 'A secret' }], omitted: 0, leftOut: [] }),
  );
  fake.answerQueries('contact', ({ id }) => known(id, { contact: SAMPLE_CONTACT, isReading: false, readAt: Date.now() }));
  fake.answerQueries('contact-history', (query) => known(query.id, historySlice(samplePast(5), query)));
  return fake;
}

async function shared(sourceId = 'a', fake = workspace()): Promise<Desk<SharedContext>> {
  const desk = await deskFixture<SharedContext>(context(sourceId), { workspace: fake });
  await rendered();
  return desk;
}

const tabs = (desk: Desk<SharedContext>) => [...desk.element.shadowRoot!.querySelectorAll<HTMLElement>('[role="tab"]')];
const selected = (desk: Desk<SharedContext>) => tabs(desk).find((tab) => tab.ariaSelected === 'true')!;
const panel = (desk: Desk<SharedContext>) => desk.element.shadowRoot!.querySelector<HTMLElement>('[role="tabpanel"]:not([hidden])')!;
const choose = async (desk: Desk<SharedContext>, name: string) => {
  deepQuery(desk.element, `[role="tab"][aria-label="${name}"]`).click();
  await rendered();
};
const allText = (desk: Desk<SharedContext>) =>
  deepElements(desk.element.shadowRoot!)
    .map(({ shadowRoot, textContent }) => `${shadowRoot?.textContent ?? ''}${textContent}`)
    .join(' ');

describe('backchannel-shared-context', () => {
  itKeepsTheElementContract(
    'backchannel-shared-context',
    () => context('a'),
    async (desk) => {
      desk.workspace.push('contact', { contact: SAMPLE_CONTACT, isReading: false, readAt: Date.now() });
      deepQuery(desk.element, '[aria-label="Contact Information"]').click();
      await waitUntil(() => deepHas(desk.element, '.field'));
    },
  );

  it('has three tabs, one of them in the tab order, each with its panel', async () => {
    const desk = await shared();
    expect(tabs(desk).map((tab) => tab.ariaLabel)).to.deep.equal(['Case Data', 'Contact Information', 'Contact History']);
    for (const tab of tabs(desk)) {
      tab.click();
      await rendered();
      expect(tabs(desk).map((other) => [other.tabIndex, other.ariaSelected])).to.deep.equal(
        tabs(desk).map((other) => (other === tab ? [0, 'true'] : [-1, 'false'])),
      );
      expect(panel(desk).id).to.equal(tab.getAttribute('aria-controls'));
      expect(panel(desk).getAttribute('aria-labelledby')).to.equal(tab.id);
    }
  });

  it('goes from tab to tab with the arrow keys, in the direction of the text', async () => {
    const desk = await shared();
    for (const [key, name] of [
      ['ArrowRight', 'Contact Information'],
      ['End', 'Contact History'],
      ['ArrowRight', 'Case Data'],
      ['ArrowLeft', 'Contact History'],
      ['Home', 'Case Data'],
    ] as const) {
      press(selected(desk), key);
      await rendered();
      expect(selected(desk).ariaLabel).to.equal(name);
      expect(desk.element.shadowRoot!.activeElement).to.equal(selected(desk));
    }
    desk.element.dir = 'rtl';
    press(selected(desk), 'ArrowLeft');
    await rendered();
    expect(selected(desk).ariaLabel).to.equal('Contact Information');
  });

  it('asks the host for nothing of the contact before a tab is opened', async () => {
    const desk = await shared();
    expect(desk.workspace.queries.map(({ kind }) => kind)).to.deep.equal(['case-data']);
    await choose(desk, 'Contact Information');
    expect(desk.workspace.queries.map(({ kind }) => kind)).to.have.members(['case-data', 'contact']);
  });

  it('keeps a search while another tab is shown', async () => {
    const desk = await shared();
    await choose(desk, 'Contact History');
    type(deepQuery<HTMLInputElement>(desk.element, 'input[type="search"]'), '20932');
    await choose(desk, 'Case Data');
    await choose(desk, 'Contact History');
    await waitUntil(() => deepElements(desk.element.shadowRoot!).filter((element) => element.matches('.row')).length === 1);
    expect(deepQuery<HTMLInputElement>(desk.element, 'input[type="search"]').value).to.equal('20932');
  });

  it('remembers the chosen tab of each interaction when the agent comes back to it', async () => {
    const fake = workspace();
    await choose(await shared('a', fake), 'Contact History');
    expect(selected(await shared('b', fake)).ariaLabel).to.equal('Case Data');
    expect(selected(await shared('a', fake)).ariaLabel).to.equal('Contact History');
    expect(selected(await shared('a')).ariaLabel).to.equal('Case Data');
  });

  it('remembers what was searched and opened in each history', async () => {
    const fake = workspace();
    const before = await shared('a', fake);
    await choose(before, 'Contact History');
    await waitUntil(() => deepHas(before.element, '.row'));
    type(deepQuery<HTMLInputElement>(before.element, 'input[type="search"]'), '20932');
    await waitUntil(() => deepElements(before.element.shadowRoot!).filter((element) => element.matches('.row')).length === 1);
    deepQuery(before.element, '.row').click();
    const other = await shared('b', fake);
    await choose(other, 'Contact History');
    expect(deepQuery<HTMLInputElement>(other.element, 'input[type="search"]').value).to.equal('');
    expect(deepHas(other.element, 'backchannel-past-interaction')).to.be.false;
    const again = await shared('a', fake);
    expect(deepQuery<HTMLInputElement>(again.element, 'input[type="search"]').value).to.equal('20932');
    expect(again.workspace.queries.filter((query) => query.kind === 'contact-history').at(-1)).to.deep.include({
      id: 'a',
      search: '20932',
    });
    expect(deepHas(again.element, 'backchannel-past-interaction')).to.be.true;
  });

  it('ignores an answer about a contact that the agent has left', async () => {
    const fake = workspace();
    const late: (() => void)[] = [];
    const subscribe = fake.subscribe.bind(fake);
    fake.subscribe = (query, onSlice) => {
      if (query.kind === 'contact' && (query as QueryOf<'contact'>).id === 'a')
        late.push(() => (onSlice as (slice: unknown) => void)({ contact: SAMPLE_CONTACT, isReading: false, readAt: Date.now() }));

      return subscribe(query, onSlice);
    };
    await choose(await shared('b', fake), 'Contact Information');
    const desk = await shared('a', fake);
    await choose(desk, 'Contact Information');
    desk.element.sourceId = 'b';
    await desk.element.updateComplete;
    expect(late).not.to.be.empty;
    late.forEach((answer) => answer());
    await rendered();
    expect(allText(desk)).not.to.contain('Maria');
  });

  it('shows nothing of one contact under another, not even until the answer comes', async () => {
    for (const name of ['Contact Information', 'Contact History']) {
      const fake = workspace();
      await choose(await shared('b', fake), name);
      const desk = await shared('a', fake);
      await choose(desk, 'Contact Information');
      await choose(desk, 'Contact History');
      await waitUntil(() => /Maria/.test(allText(desk)) && /Invoice 20931/.test(allText(desk)) && /A secret/.test(allText(desk)));
      desk.element.sourceId = 'b';
      await desk.element.updateComplete;
      expect(allText(desk)).not.to.match(/Maria|Invoice|A secret/);
      await rendered();
      expect(allText(desk)).not.to.match(/Maria|Invoice|A secret/);
      expect(selected(desk).ariaLabel).to.equal(name);
    }
  });
});
