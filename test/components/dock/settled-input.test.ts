import { expect } from '@open-wc/testing';
import { SettledInput } from '../../../src/extension/dock/settled-input.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

/** All within half a second: a press that comes so early was meant for what was there before. */
const GAPS_MS = [40, 60, 100, 240, 490];

/** The test's own page stands for the dock's frame. */
describe('presses and keys in a dock', () => {
  const button = document.createElement('button');
  let presses = 0;
  button.addEventListener('click', () => (presses += 1));

  const field = document.createElement('textarea');
  let enters = 0;
  field.addEventListener('keydown', ({ key }) => (enters += key === 'Enter' ? 1 : 0));
  let letters = 0;
  field.addEventListener('keydown', ({ key }) => (letters += key === 'a' ? 1 : 0));

  /** Dispatches the event with this time stamp, by which the dock judges it: a busy page gets events later than they happened. */
  const dispatchAt = (target: Element, timeStamp: number, event: Event) => {
    Object.defineProperty(event, 'timeStamp', { value: timeStamp });
    target.dispatchEvent(event);
  };
  const press = (at = performance.now()) => {
    for (const type of ['pointerdown', 'pointerup']) dispatchAt(button, at, new PointerEvent(type, { bubbles: true, composed: true }));
    dispatchAt(button, at, new PointerEvent('click', { bubbles: true, composed: true, detail: 1 }));
  };
  const key = (name: string, at: number) => {
    for (const type of ['keydown', 'keyup'])
      dispatchAt(field, at, new KeyboardEvent(type, { key: name, code: name, bubbles: true, composed: true }));
  };
  const settled = () => waitUntil(() => !document.documentElement.classList.contains('settling'), 'the dock takes presses');
  const become = (property: 'innerWidth' | 'innerHeight' | 'devicePixelRatio', value: number) =>
    Object.defineProperty(window, property, { value, configurable: true });

  before(() => {
    document.body.append(button, field);
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
    it(`don’t count if the page has just changed its ${property}, though the browser hasn’t reported it yet`, async () => {
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

  for (const event of ['resize', 'visibilitychange'] as const) {
    it(`don’t count within half a second after a ${event}, however late they are delivered`, async () => {
      await settled();
      const before = presses;
      const from = performance.now();
      (event === 'resize' ? window : document).dispatchEvent(new Event(event));
      const to = performance.now();
      for (const gapMs of GAPS_MS) press(from + gapMs);
      expect(presses).to.equal(before);
      press(to + 500);
      expect(presses).to.equal(before + 1);
    });
  }

  it('don’t count if the page has just put the focus there, except letters, which do nothing yet', async () => {
    // Lets time pass since the last press that counted: the focus that follows such a press counts at once.
    window.dispatchEvent(new Event('resize'));
    await settled();
    const [entersBefore, lettersBefore] = [enters, letters];
    const from = performance.now();
    window.dispatchEvent(new FocusEvent('focus'));
    const to = performance.now();
    for (const gapMs of GAPS_MS) key('Enter', from + gapMs);
    expect(enters).to.equal(entersBefore);
    for (const gapMs of GAPS_MS) key('a', from + gapMs);
    expect(letters).to.equal(lettersBefore + GAPS_MS.length);
    key('Enter', to + 500);
    expect(enters).to.equal(entersBefore + 1);
  });

  it('count at once if a press that counts has brought the focus', async () => {
    await settled();
    const before = enters;
    press();
    window.dispatchEvent(new FocusEvent('focus'));
    key('Enter', performance.now());
    expect(enters).to.equal(before + 1);
  });
});
