import { expect } from '@open-wc/testing';
import { SettledInput } from '../../../src/extension/dock/settled-input.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

/** In a page of its own, which stands for the dock's frame: the browser lets a page open no smaller one whose events it doesn't hear. */
describe('presses in a dock', () => {
  const button = document.createElement('button');
  let presses = 0;
  button.addEventListener('click', () => (presses += 1));

  const press = () => {
    for (const type of ['pointerdown', 'pointerup']) button.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true }));
    button.dispatchEvent(new PointerEvent('click', { bubbles: true, composed: true, detail: 1 }));
  };
  const settled = () => waitUntil(() => !document.documentElement.classList.contains('settling'), 'the dock takes presses');
  const become = (property: 'innerWidth' | 'innerHeight' | 'devicePixelRatio', value: number) =>
    Object.defineProperty(window, property, { value, configurable: true });

  before(() => {
    document.body.append(button);
    new SettledInput(button);
  });

  it('count half a second after it has come into view, and not before', async () => {
    press();
    expect(presses).to.equal(0);
    await settled();
    press();
    expect(presses).to.equal(1);
  });

  for (const property of ['innerWidth', 'innerHeight', 'devicePixelRatio'] as const) {
    it(`don’t count where the page has just changed its ${property}, though the browser hasn’t told yet`, async () => {
      await settled();
      const before = presses;
      become(property, window[property] / 1.4);
      press();
      expect(presses).to.equal(before);
      await settled();
      press();
      expect(presses).to.equal(before + 1);
    });
  }
});
