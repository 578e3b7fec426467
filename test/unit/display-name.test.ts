import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { toDisplayName } from '../../src/model/text/display-name.ts';

describe('A name of somebody else', () => {
  for (const [given, shown] of [
    ['Alice\u202Eecila\u200B Turner\n', 'Alice ecila Turner'],
    ['\u2067Anna\u2069 \u061CAdams\u200E\u200F', 'Anna Adams'],
    ['Jo\u00ADhn', 'John'],
    ['An\u115Fn\u1160a\u3164\uFFA0', 'Anna'],
    ['Anna\u2800Adams', 'Anna Adams'],
    ['Anna\u{E0041}\u{E0064}\u{E007F}', 'Anna'],
    ['An\u034Fn\uFE0Fa\u{E0100}', 'Anna'],
    ['\uFFF9Anna\uFFFAAdams\uFFFB', 'AnnaAdams'],
    ['An\u200Dn\u200Ca', 'Anna'],
    ['Anna\u2028Adams\u2029', 'Anna Adams'],
    ['Anna\u00A0\u3000\tAdams', 'Anna Adams'],
    ['An\uE000n\u{F0000}a\u0378', 'Anna'],
    ['An\uD800na', 'Anna'],
    ['\u0301Anna \u0301A', 'Anna A'],
  ] as const) {
    test(`isn't ${JSON.stringify(given).replace(/[^ -~]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)}`, () =>
      assert.equal(toDisplayName(given), shown));
  }

  for (const unseen of ['\u202E', '\u3164', '\u2800', '\u00AD\u200B', '\u{E0041}', '\u0301\u0302', ' \n\t', '\uFE0F', '\u200D']) {
    test(`is empty when it contains only invisible characters (${[...unseen].map((character) => (character.codePointAt(0) ?? 0).toString(16)).join(' ')}): the logon is shown instead`, () => {
      assert.equal(toDisplayName(unseen), '');
    });
  }

  for (const name of [
    'Nguyễn Thị Minh',
    'Zoë Müller-Łukasz',
    '山田 太郎',
    'नरेन्द्र',
    'क्‍ष',
    'نیما می‌خواهم',
    'עִבְרִית',
    'มานี',
    '👨‍👩‍👧 Family',
    '👩🏽‍💻',
    '❤️ Anna',
    '4️⃣',
    '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
    '🇩🇪',
    "O'Brien",
    '한국어',
  ]) {
    test(`keeps invisible characters that its script or its emoji need: ${name}`, () =>
      assert.equal(toDisplayName(name), name.normalize('NFC')));
  }

  test('contains no data in the tag characters of a flag', () =>
    assert.equal(toDisplayName('🏴\u{E0067}\u{E0062}\u{E0041}\u{E007F}'), '🏴'));

  test('can not overlap the lines above and below it', () => {
    const zalgo = `Z${'\u0300\u0301\u0302\u0303\u0304\u0305'.repeat(50)}a`;
    assert.ok((toDisplayName(zalgo).normalize('NFD').match(/\p{M}/gu)?.length ?? 0) <= 5);
    assert.ok((toDisplayName(`Z${'\u0489'.repeat(50)}`).match(/\p{M}/gu)?.length ?? 0) <= 1);
  });

  test('has a maximum length, and is never cut within a character', () => {
    assert.equal(toDisplayName('x'.repeat(50_000)).length, 100);
    assert.equal(toDisplayName(`${'x'.repeat(98)}👨‍👩‍👧`), 'x'.repeat(98));
    assert.equal(toDisplayName(`${'x'.repeat(99)}e\u0323\u0301`), 'x'.repeat(99));
  });

  test('keeps no joiner beside a filler that is removed', () => {
    assert.equal(toDisplayName('न\u094D\u200D\u3164'), 'न\u094D');
    assert.equal(toDisplayName('\u3164\u094D\u200Dन'), 'न');
    assert.equal(toDisplayName('न\u094D\u200Dन'), 'न\u094D\u200Dन');
  });

  test('neither moves nor hides the text around it, whatever it contains', () => {
    const odd = fc.constantFrom(
      '\u061C',
      '\u200E',
      '\u202A',
      '\u202E',
      '\u2066',
      '\u2069',
      '\u00AD',
      '\u200B',
      '\u200C',
      '\u200D',
      '\uFE0F',
      '\u3164',
      '\u{E0041}',
      '\u{E007F}',
      '\u0301',
      '👩',
      '💻',
      'a',
      ' ',
      '4',
      '\u20E3',
      'न',
      '\u094D',
      'ن',
      '\uE000',
      '\u2800',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 300 }),
          fc.array(odd, { maxLength: 60 }).map((parts) => parts.join('')),
        ),
        (given) => {
          const name = toDisplayName(given);
          assert.doesNotMatch(
            name,
            /[\p{Cc}\p{Zl}\p{Zp}\u00AD\u061C\u115F\u1160\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u2800\p{Co}\p{Cs}]|^\s|\s$|\s\s|^\p{M}/u,
          );
          assert.ok(name.length <= 100);
          assert.equal(toDisplayName(name), name);
        },
      ),
      { numRuns: 2_000, seed: 1 },
    );
  });
});
