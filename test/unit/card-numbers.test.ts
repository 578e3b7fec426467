import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { maskCardNumbers } from '../../src/model/card-numbers.ts';

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
  ] as const) {
    test(`"${given}" is masked but for its last four digits`, () => assert.equal(maskCardNumbers(given), masked));
  }

  for (const text of ['4111 1111 1111 1112', '411111111111', '1764000000000', 'Order 20931', '+49 30 901820 00', '', '2026-11-23T14:02:07']) {
    test(`"${text}" is none`, () => assert.equal(maskCardNumbers(text), text));
  }
});
