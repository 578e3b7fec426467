import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  boundCaseData,
  type CaseField,
  MAX_CASE_FIELDS,
  MAX_VALUE_LENGTH,
  withChangesMarked,
} from '../../src/model/interaction/case-data.ts';
import { shareableCaseData } from '../../src/model/interaction/shareable-case-data.ts';
import { MAX_BODY_LENGTH } from '../../src/model/text/message-text.ts';
import { cutBeforeNumber } from '../../src/model/text/card-numbers.ts';

const bound = (given: Parameters<typeof boundCaseData>[0]) => boundCaseData(given, cutBeforeNumber);

const field = (key: string, value: string): CaseField => ({ key, type: 'text', value });

describe('Case data', () => {
  test('keeps its order, and says how many fields were too many', () => {
    const { fields, omitted } = bound(Array.from({ length: 10_000 }, (_, index) => field(`Key ${index}`, 'x')));
    assert.deepEqual([fields.length, fields[0]?.key, fields.at(-1)?.key, omitted], [MAX_CASE_FIELDS, 'Key 0', 'Key 199', 9_800]);
  });

  test('cuts a value of a megabyte, and says so', () => {
    const [cut, whole] = bound([field('Log', 'x'.repeat(1_000_000)), field('Topic', 'Invoice')]).fields;
    assert.deepEqual([cut?.value.length, cut?.isCut, whole], [MAX_VALUE_LENGTH, true, field('Topic', 'Invoice')]);
  });

  test('never cuts a card number in two, because its first half would not be recognised', () => {
    const value = `${'x'.repeat(MAX_VALUE_LENGTH - 15)} 4111 1111 1111 1111`;
    assert.doesNotMatch(bound([field('Notes', value)]).fields[0]?.value ?? '', /\d/);
    const split = `${'x'.repeat(MAX_VALUE_LENGTH - 15)} 4111 - 1111\u200b/ 1111\n-1111`;
    assert.doesNotMatch(bound([field('Notes', split)]).fields[0]?.value ?? '', /\d/);
    assert.doesNotMatch(bound([field(`${'Key '.repeat(22)} 4111 1111 1111 1111`, 'x')]).fields[0]?.key ?? '', /\d/);
  });

  test('contains nothing that XML or a line of text can not contain', () => {
    assert.deepEqual(bound([field('Na\u202eme\n', 'a\u0000b')]).fields, [field('Na me', 'a\uFFFDb')]);
  });

  test('leaves the host with card numbers masked', () => {
    assert.deepEqual(shareableCaseData({ fields: [field('Card', '4111 1111 1111 1111'), field('Topic', 'Invoice')], omitted: 0 }).fields, [
      { ...field('Card', '•••• •••• •••• 1111'), isMasked: true },
      field('Topic', 'Invoice'),
    ]);
  });

  test('fits a stanza of 128 kB beside the longest message, however it is escaped', () => {
    for (const char of ['&', '"', '€', '😀', 'x']) {
      const given = bound(
        Array.from({ length: MAX_CASE_FIELDS }, () => field(char.repeat(50), char.repeat(MAX_VALUE_LENGTH / char.length))),
      );
      const { fields, omitted } = shareableCaseData(given);
      const escaped = fields.map(({ key, type, value }) =>
        `<field key="${key}" type="${type}" cut="1" masked="1">${value}</field>`.replace(/&/g, '&quot;'),
      );
      assert.ok(Buffer.byteLength(escaped.join('')) + 3 * MAX_BODY_LENGTH < 131_072, char);
      assert.equal(fields.length + omitted, MAX_CASE_FIELDS);
      assert.ok(fields.length > 1);
    }
  });

  test('marks what has changed, and remembers when that was', () => {
    const first = { fields: [field('Plan', 'Basic'), field('Topic', 'Invoice'), field('Topic', 'Refund')], omitted: 0 };
    const second = withChangesMarked(
      first,
      { fields: [field('Plan', 'Business'), field('Topic', 'Invoice'), field('Topic', 'Gift'), field('Order', '7')], omitted: 0 },
      5,
    );
    assert.deepEqual(
      second.fields.map(({ changedAt }) => changedAt),
      [5, undefined, 5, 5],
    );
    const third = withChangesMarked(second, { fields: [field('Plan', 'Business'), field('Topic', 'Other')], omitted: 0 }, 9);
    assert.deepEqual(
      third.fields.map(({ changedAt }) => changedAt),
      [5, 9],
    );
  });
});
