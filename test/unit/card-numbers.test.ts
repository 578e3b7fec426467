import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cutBeforeNumber, maskCardNumbers } from '../../src/model/text/card-numbers.ts';
import { digitsOf } from '../../src/model/text/digits.ts';

/** Numbers of 13 to 19 digits with a valid check digit (Luhn). */
const card = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 11, maxLength: 17 }))
  .map(([first, rest]) => {
    const digits = [first, ...rest];
    const sum = [...digits]
      .reverse()
      .reduce((total, digit, index) => total + (index % 2 === 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0);
    return [...digits, (10 - (sum % 10)) % 10];
  });
const ignored = fc.constantFrom('\u200b', '\u00ad', '\u200d', '\u202e', '\u061c', '\ufe0f', '\u2060', '\u115f', '\u{e0041}', '\u0336');
const separator = fc.constantFrom(
  ' ',
  '\u00a0',
  '\u2009',
  '\t',
  '\n',
  '-',
  '\u2010',
  '\u2013',
  '\u2212',
  '/',
  '.',
  ',',
  '_',
  '|',
  '\u00b7',
  '*',
  ':',
  ';',
  '(',
  ')',
  '\u2800',
  '\ue000',
  '😀',
);
/** Up to three separators, and any number of invisible characters. */
const between = fc
  .tuple(fc.array(separator, { maxLength: 3 }), fc.array(ignored, { maxLength: 3 }))
  .map(([separators, unseen]) => `${unseen.join('')}${separators.join(unseen[0] ?? '')}`);
/** The ways to write a digit. */
const digitForm = fc.constantFrom<(digit: number) => string>(
  String,
  (digit) => String.fromCodePoint(0xff10 + digit),
  (digit) => String.fromCodePoint(0x0660 + digit),
  (digit) => String.fromCodePoint(0x0966 + digit),
  (digit) => String.fromCodePoint(0x1d7d8 + digit),
);
const words = fc.constantFrom('', 'card ', 'Kartennummer: ', ' please', '\nThanks', ' 😀 ok');

describe('Payment card numbers', () => {
  for (const [given, masked] of [
    ['4111111111111111', '••••••••••••1111'],
    ['4111 1111 1111 1111', '•••• •••• •••• 1111'],
    ['5500-0000-0000-0004', '••••-••••-••••-0004'],
    ['American Express 3400 000000 00009', 'American Express •••• •••••• •0009'],
    ['4111 1111 1111 1111 12/27, code 123', '•••• •••• •••• 1111 12/27, code 123'],
    ['12 4111 1111 1111 1111', '12 •••• •••• •••• 1111'],
    ['4111111111111111 and 5500000000000004.', '••••••••••••1111 and ••••••••••••0004.'],
    ['card:6011000000000004;', 'card:••••••••••••0004;'],
    ['4111  1111  1111  1111', '••••  ••••  ••••  1111'],
    ['4111 - 1111 - 1111 - 1111', '•••• - •••• - •••• - 1111'],
    ['4111 / 1111 / 1111 / 1111', '•••• / •••• / •••• / 1111'],
    ['4111.1111.1111.1111', '••••.••••.••••.1111'],
    ['4111, 1111, 1111, 1111', '••••, ••••, ••••, 1111'],
    ['4111_1111_1111_1111', '••••_••••_••••_1111'],
    ['4111|1111|1111|1111', '••••|••••|••••|1111'],
    ['4111·1111•1111・1111', '••••·•••••••••・1111'],
    ['4111+1111+1111+1111', '••••+••••+••••+1111'],
    ['4111 +1111 +1111 +1111', '•••• +•••• +•••• +1111'],
    ['4111\n1111\r\n1111\t1111', '••••\n••••\r\n••••\t1111'],
    ['4111\u00a01111\u202f1111\u30001111', '••••\u00a0••••\u202f••••\u30001111'],
    ['4111\u22121111\u20141111\uff0d1111', '••••\u2212••••\u2014••••\uff0d1111'],
    ['4\u200b111\u00ad1111\u2060\u200d1111\ufeff1111', '•\u200b•••\u00ad••••\u2060\u200d••••\ufeff1111'],
    ['4111\u202e1111\u061c1111\u{e0020}1111', '••••\u202e••••\u061c••••\u{e0020}1111'],
    ['4\ufe0f111\u034f1111 1111 1111', '•\ufe0f•••\u034f•••• •••• 1111'],
    ['4\u0336111 1111 1111 1111', '•\u0336••• •••• •••• 1111'],
    ['４１１１　１１１１　１１１１　１１１１', '••••　••••　••••　１１１１'],
    ['٤١١١ ١١١١ ١١١١ ١١١١', '•••• •••• •••• ١١١١'],
    ['४१११ ११११ ११११ ११११', '•••• •••• •••• ११११'],
    ['𝟜𝟙𝟙𝟙 ①①①① ❶❶❶❶ ¹¹¹¹', '•••• •••• •••• ¹¹¹¹'],
    ['4️⃣1️⃣1️⃣1️⃣ 1111 1111 1111', '•️⃣•️⃣•️⃣•️⃣ •••• •••• 1111'],
    ['https://crm.example/?card=4111%2D1111%2D1111%2D1111', 'https://crm.example/?card=••••%2D••••%2D••••%2D1111'],
    ['%34111 1111 1111 1111', '•••• •••• •••• 1111'],
    ['+49 30 901820 00, card 4111 1111 1111 1111', '+49 30 901820 00, card •••• •••• •••• 1111'],
    ['DE89 3704 0044 0532 0130 00, 4111 1111 1111 1111', 'DE89 3704 0044 0532 0130 00, •••• •••• •••• 1111'],
    ['2026-11-23 4111 1111 1111 1111', '2026-11-23 •••• •••• •••• 1111'],
  ] as const)
    test(`"${given}" is masked but for its last four digits`, () => assert.equal(maskCardNumbers(given), masked));

  for (const text of [
    '4111 1111 1111 1112',
    '4111    1111    1111    1111',
    'A4111B1111C1111D1111',
    '129,90 € 45,00 € 12,50 €',
    '2026-11-03, 2026-11-04, 2026-11-05',
    '03.11.2026, 04.11.2026, 05.11.2026',
    '+49 30 901820 00, +49 30 901820 01',
    '+49 (0)1575 1234567',
    'DE89 3704 0044 0532 0130 00',
    'IBAN DE89370400440532013000 BIC COBADEFF',
    'GB29 NWBK 6016 1331 9268 19',
    '411111111111',
    '1764000000000',
    'Order 20931',
    '+49 30 901820 00',
    '',
    '2026-11-23T14:02:07',
  ])
    test(`"${text}" contains none`, () => assert.equal(maskCardNumbers(text), text));

  test('no valid number of 13 to 19 digits is sent, whatever is between its digits', () => {
    fc.assert(
      fc.property(
        card,
        fc.array(fc.tuple(digitForm, between), { minLength: 19, maxLength: 19 }),
        words,
        words,
        (digits, forms, before, after) => {
          const written = digits
            .map((digit, index) => `${index === 0 ? '' : (forms[index]?.[1] ?? '')}${forms[index]?.[0](digit) ?? digit}`)
            .join('');
          const masked = maskCardNumbers(`${before}${written}${after}`);
          assert.equal(masked.startsWith(before) && masked.endsWith(after), true);
          const shown = masked.slice(before.length, masked.length - after.length);
          assert.deepEqual(
            digitsOf(shown).map(({ value }) => value),
            digits.slice(-4),
          );
          assert.equal([...shown].filter((character) => character === '•').length >= digits.length - 4, true);
        },
      ),
      { numRuns: 2_000, seed: 1 },
    );
  });

  test('a text with fewer than twelve digits is never changed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        if (digitsOf(text).length < 13 && !text.includes('%')) assert.equal(maskCardNumbers(text), text);
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });

  test('a text that is cut never ends with the first part of a number', () => {
    fc.assert(
      fc.property(card, fc.constantFrom('', ' ', ' - ', '\u200b', '\n'), fc.integer({ min: 0, max: 60 }), (digits, separator, length) => {
        const text = `Paid by card ${digits.join(separator)} on the phone`;
        const cut = cutBeforeNumber(text, length);
        assert.equal(text.startsWith(cut) && cut.length <= length, true);
        assert.equal([0, digits.length].includes(digitsOf(cut).length), true);
      }),
      { seed: 1 },
    );
  });

  test('the longest message is examined in far less than a second, whatever it contains', () => {
    for (const unit of ['4', '4111 1111 1111 1111 ', '٤', '%34', '+4', 'DE89 ', '4\u0301', '2026-11-03 ', '\u200b']) {
      const before = process.cpuUsage();
      maskCardNumbers(unit.repeat(32_768 / unit.length));
      const { user, system } = process.cpuUsage(before);
      assert.ok((user + system) / 1_000 < 800, unit);
    }
  });
});
