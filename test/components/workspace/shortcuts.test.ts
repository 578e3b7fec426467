import { expect } from '@open-wc/testing';
import { handleShortcut } from '../../../src/components/workspace/shortcuts.ts';
import { heldKeysFor, type ShortcutModifiers } from '../../../src/model/shortcut-modifiers.ts';

interface Pressed extends KeyboardEventInit {
  readonly chosen?: ShortcutModifiers;
  readonly isMac?: boolean;
}

/** What a key does in the workspace, and whether the field that has the focus still gets it. */
function pressed({ chosen = 'auto', isMac = false, ...init }: Pressed): { readonly does: string[]; readonly isTyped: boolean } {
  const event = new KeyboardEvent('keydown', { cancelable: true, ...init });
  const does: string[] = [];
  handleShortcut(
    event,
    { held: heldKeysFor(chosen, isMac), isMac },
    {
      focusSearch: () => does.push('search'),
      focusMessage: () => does.push('message'),
      toggleHistory: () => does.push('history'),
      lock: () => does.push('lock'),
      openPalette: () => does.push('palette'),
      cycleRegions: (step) => does.push(`region ${step}`),
      showInteraction: (number) => does.push(`interaction ${number}`),
    },
  );
  return { does, isTyped: !event.defaultPrevented };
}

const typed = { does: [], isTyped: true };

describe('the shortcuts', () => {
  it('leave each key that types a character to the field', () => {
    const option = { altKey: true, isMac: true };
    for (const press of [
      // Option+3 on a Mac, and Option+E, which waits for the letter that it puts an accent on.
      { ...option, key: '£', code: 'Digit3' },
      { ...option, key: '†', code: 'KeyT' },
      { ...option, key: 't', code: 'KeyT', chosen: 'alt' },
      { ...option, key: 'Dead', code: 'KeyM' },
      // é in Windows is Alt+0233 on the numeric pad, with and without Num Lock.
      { altKey: true, key: '2', code: 'Numpad2' },
      { altKey: true, key: 'PageDown', code: 'Numpad3' },
      // AltGr, as its own modifier, and as Ctrl+Alt.
      { altKey: true, key: '³', code: 'Digit3', modifierAltGraph: true },
      { altKey: true, ctrlKey: true, key: 'ł', code: 'KeyL', modifierAltGraph: true, chosen: 'ctrl-alt' },
      { altKey: true, ctrlKey: true, key: 'ł', code: 'KeyL' },
      { altKey: true, key: 't', code: 'KeyT', isComposing: true },
      { key: 't', code: 'KeyT' },
    ] satisfies Pressed[])
      expect(pressed(press), JSON.stringify(press)).to.deep.equal(typed);
  });

  it('are Alt with a key, and Control+Shift on a Mac, unless the agent chooses', () => {
    expect(pressed({ altKey: true, key: 't', code: 'KeyT' })).to.deep.equal({ does: ['search'], isTyped: false });
    expect(pressed({ altKey: true, key: '3', code: 'Digit3' })).to.deep.equal({ does: ['interaction 3'], isTyped: false });
    const control = { ctrlKey: true, shiftKey: true, key: 'M', code: 'KeyM' };
    expect(pressed({ ...control, isMac: true }).does).to.deep.equal(['message']);
    expect(pressed(control)).to.deep.equal(typed);
    expect(pressed({ ...control, chosen: 'ctrl-shift' }).does).to.deep.equal(['message']);
    expect(pressed({ altKey: true, ctrlKey: true, key: 'h', code: 'KeyH', chosen: 'ctrl-alt' }).does).to.deep.equal(['history']);
    expect(pressed({ altKey: true, key: 'l', code: 'KeyL', chosen: 'off' })).to.deep.equal(typed);
    expect(pressed({ key: 'F6', chosen: 'off' }).does).to.deep.equal(['region 1']);
  });

  it('open the command palette by VS Code’s keys; F1 is the page’s own until the focus is in the workspace', () => {
    const control = { ctrlKey: true, shiftKey: true, key: 'P', code: 'KeyP' };
    expect(pressed(control)).to.deep.equal({ does: ['palette'], isTyped: false });
    expect(pressed({ metaKey: true, shiftKey: true, key: 'p', code: 'KeyP', isMac: true }).does).to.deep.equal(['palette']);
    expect(pressed({ altKey: true, key: 'p', code: 'KeyP' }).does).to.deep.equal(['palette']);
    for (const other of [
      { ...control, shiftKey: false },
      { ...control, altKey: true },
      { ...control, chosen: 'off' },
    ] as const)
      expect(pressed(other), JSON.stringify(other)).to.deep.equal(typed);
    expect(pressed({ key: 'F1', code: 'F1' })).to.deep.equal(typed);
    const field = document.body.appendChild(document.createElement('input'));
    field.focus();
    expect(pressed({ key: 'F1', code: 'F1' }).does).to.deep.equal(['palette']);
    field.remove();
  });

  it('go by the letter that is on the key, and by its place where the keyboard has no Latin letters', () => {
    expect(pressed({ altKey: true, key: 'm', code: 'Semicolon' }).does).to.deep.equal(['message']);
    expect(pressed({ altKey: true, key: 'е', code: 'KeyT' }).does).to.deep.equal(['search']);
    expect(pressed({ altKey: true, key: 'à', code: 'Digit7' }).does).to.deep.equal(['interaction 7']);
  });
});
