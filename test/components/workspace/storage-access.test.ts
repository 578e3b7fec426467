import { expect, fixture } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/workspace/storage-access.ts';
import type { StorageAccess } from '../../../src/components/workspace/storage-access.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';

describe('backchannel-storage-access', () => {
  itKeepsTheElementContract(
    'backchannel-storage-access',
    () => html`<backchannel-storage-access></backchannel-storage-access>`,
    () => undefined,
  );

  async function asking(ask: () => Promise<boolean>): Promise<{ readonly element: StorageAccess; press(): Promise<void> }> {
    const element = await fixture<StorageAccess>(html`<backchannel-storage-access .ask=${ask}></backchannel-storage-access>`);
    await rendered();
    return {
      element,
      press: async () => {
        element.shadowRoot?.querySelector('button')?.click();
        await rendered();
      },
    };
  }

  it('asks within the press, since a browser takes no request after it, and goes when the desk has its own storage', async () => {
    let isPressed = false;
    let isAskedWithin = false;
    const { element, press } = await asking(async () => {
      isAskedWithin = isPressed;
      return true;
    });
    element.addEventListener('click', () => (isPressed = true), { capture: true });
    // A promise that is awaited first would end here.
    element.addEventListener('click', () => (isPressed = false));
    await press();
    expect(isAskedWithin).to.equal(true);
    expect(element.isConnected).to.equal(false);
  });

  it('says so when the browser doesn’t allow it, and asks no more', async () => {
    const { element, press } = await asking(async () => false);
    await press();
    expect(element.shadowRoot?.textContent).to.contain('The browser doesn’t allow it.');
    expect(element.shadowRoot?.querySelector('button')).to.equal(null);
  });

  it('has its full stop at the end of the sentence in a page that goes from right to left, and stands where the row begins', async () => {
    const { element } = await asking(async () => true);
    element.dir = 'rtl';
    const sentence = element.shadowRoot?.querySelector('p');
    const text = [...(sentence?.childNodes ?? [])].find((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    const end = text?.textContent?.trimEnd().length ?? 0;
    const placeOf = (at: number) => {
      const range = document.createRange();
      range.setStart(text as Text, at);
      range.setEnd(text as Text, at + 1);
      return range.getBoundingClientRect();
    };
    expect(placeOf(end - 1).left).to.be.greaterThan(placeOf(end - 2).left);
    expect(getComputedStyle(sentence as Element).textAlign).to.be.oneOf(['right', '-webkit-right']);
  });
});
