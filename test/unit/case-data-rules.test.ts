import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { caseDataRules } from '../../src/channel/contract/case-data-rules-shape.ts';
import { boundCaseData, type CaseField, isValueFor } from '../../src/model/interaction/case-data.ts';
import { shareableCaseData } from '../../src/model/interaction/shareable-case-data.ts';
import { colleaguesCaseData, isHiddenKey, shownCaseData } from '../../src/model/interaction/case-data-rules.ts';
import { parentNow, parentOf, sharedOf, withFieldLeftOut } from '../../src/model/interaction/consultation.ts';
import type { Interaction } from '../../src/model/interaction/interaction.ts';
import { cutBeforeNumber } from '../../src/model/text/card-numbers.ts';

const bound = (given: Parameters<typeof boundCaseData>[0]) => boundCaseData(given, cutBeforeNumber);

const field = (key: string, value: string): CaseField => ({ key, type: 'text', value });
const GIVEN = {
  fields: [field('crm_topic', 'Invoice'), field('SSN', '078-05-1120'), field('score', '17'), field('Plan', 'Business')],
  omitted: 0,
};
const RULES = [
  { key: 'Score', isHidden: true },
  { key: 'ssn', isMasked: true },
  { key: 'Plan', order: 1 },
  { key: 'crm_topic', label: 'Topic', order: 2 },
];
const texts = (fields: readonly CaseField[]) => fields.map(({ key, label = key, value }) => `${label}: ${value}`);

describe('rules for case data', () => {
  it('hide, rename and order what the agent sees', () => {
    assert.deepEqual(texts(shownCaseData(GIVEN, RULES).fields), ['Plan: Business', 'Topic: Invoice', 'SSN: 078-05-1120']);
    assert.equal(shownCaseData(GIVEN, []), GIVEN);
  });

  it('mask values for colleagues, so that not even their length is told', () => {
    const [, , masked] = colleaguesCaseData(GIVEN, RULES).fields;
    assert.deepEqual([masked?.value, masked?.isMasked], ['••••••••', true]);
  });

  it('apply to shared case data: labels replace keys, and an excluded field stays excluded when it is renamed', () => {
    const interaction = (rules: typeof RULES): Interaction => ({
      id: 'i',
      media: 'email',
      contact: { name: 'Maria' },
      status: 'active',
      startedAt: 0,
      caseData: colleaguesCaseData(GIVEN, rules),
    });
    const parent = withFieldLeftOut(parentOf(interaction(RULES)), 'crm_topic', true);
    assert.deepEqual(texts(sharedOf(withFieldLeftOut(parent, 'crm_topic', false)).caseData.fields), [
      'Plan: Business',
      'Topic: Invoice',
      'SSN: ••••••••',
    ]);
    assert.deepEqual(sharedOf(withFieldLeftOut(parent, 'crm_topic', false)).caseData.fields[1], {
      key: 'Topic',
      type: 'text',
      value: 'Invoice',
    });
    const renamed = parentNow(parent, interaction([...RULES.slice(0, 3), { key: 'crm_topic', label: 'Subject', order: 2 }]));
    assert.deepEqual(renamed && texts(sharedOf(renamed).caseData.fields), ['Plan: Business', 'SSN: ••••••••']);
    const hidden = parentNow(parent, interaction([...RULES, { key: 'plan', isHidden: true }]));
    assert.deepEqual(hidden && [texts(sharedOf(hidden).caseData.fields), hidden.version], [['SSN: ••••••••'], 2]);
  });

  it('turn a field of a contact’s call into an ordinary field when they rename it', () => {
    const call: CaseField[] = [
      { ...field('Topic', 'Invoice'), isOfCall: true },
      { ...field('Group', 'Billing'), isOfCall: true },
    ];
    const caseData = colleaguesCaseData({ fields: call, omitted: 0 }, [{ key: 'topic', label: 'Name' }]);
    const shared = sharedOf(parentOf({ id: 'i', media: 'voice', contact: { name: 'Maria' }, status: 'active', startedAt: 0, caseData }));
    assert.deepEqual(shared.caseData.fields, [
      { key: 'Name', type: 'text', value: 'Invoice' },
      { key: 'Group', type: 'text', value: 'Billing', isOfCall: true },
    ]);
  });

  it('that are not valid hide the key that they name, and everything if they name none', () => {
    const given = [
      { key: 'SSN', isMasked: 'yes' },
      { key: 'Plan', label: '' },
      { key: 'Topic', order: 1 },
    ];
    assert.deepEqual(v.parse(caseDataRules, given), [
      { key: 'SSN', isHidden: true },
      { key: 'Plan', isHidden: true },
      { key: 'Topic', order: 1 },
    ]);
    for (const rules of [[...given, { isHidden: true }], [7], ['SSN'], 'SSN', null, {}])
      assert.equal(v.parse(caseDataRules, rules), 'hide-everything');
    assert.deepEqual(shownCaseData(GIVEN, 'hide-everything').fields, []);
    assert.deepEqual(colleaguesCaseData(GIVEN, 'hide-everything').fields, []);
    assert.equal(isHiddenKey('Plan', 'hide-everything'), true);
  });

  it('apply together if several are for one key: none shows what another hides', () => {
    const twice = [
      { key: 'Plan', isHidden: true },
      { key: 'SSN', isMasked: true },
      { key: ' plan ', label: 'Tariff' },
      { key: 'ssn', label: 'Number' },
    ];
    assert.deepEqual(texts(colleaguesCaseData(GIVEN, twice).fields), ['crm_topic: Invoice', 'Number: ••••••••', 'score: 17']);
  });
});

describe('a field that the agent may change', () => {
  it('is marked as editable within bounds, and only for the agent', () => {
    const { fields } = bound([
      { ...field('Plan', 'A'), type: 'choice', isEditable: true, choices: Array.from({ length: 200 }, (_, index) => String(index)) },
      { ...field('Log', 'x'.repeat(2_001)), isEditable: true },
      field('Topic', 'Invoice'),
    ]);
    assert.deepEqual(
      fields.map(({ isEditable, choices }) => [isEditable, choices?.length]),
      [
        [true, 100],
        [undefined, undefined],
        [undefined, undefined],
      ],
    );
    assert.ok(shareableCaseData({ fields, omitted: 0 }).fields.every((shared) => !('isEditable' in shared) && !('choices' in shared)));
  });

  it('accepts only values that are valid for its type', () => {
    const takes = (type: CaseField['type'], value: string, choices?: string[]) =>
      isValueFor({ type, ...(choices ? { choices } : {}) }, value);
    assert.deepEqual(
      [takes('number', '-1.5'), takes('number', '1,5'), takes('number', 'x'), takes('number', '')],
      [true, false, false, true],
    );
    assert.deepEqual([takes('date', '2026-11-24'), takes('date', '24.11.2026')], [true, false]);
    assert.deepEqual([takes('money', '12.50 EUR'), takes('money', '12.50')], [true, false]);
    assert.deepEqual(
      [takes('choice', 'A', ['A']), takes('choice', 'B', ['A']), takes('choice', '', ['A']), takes('choice', 'A')],
      [true, false, false, false],
    );
    assert.deepEqual([takes('text', 'anything'), takes('link', 'anything')], [true, true]);
  });
});
