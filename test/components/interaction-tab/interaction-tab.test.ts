import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { CaseDataSlice } from '../../../src/channel/contract.ts';
import '../../../src/components/interaction-tab/interaction-tab.ts';
import { showLocale } from '../../../src/words/localization.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { CASE, MAIL, textOf, valueOf } from '../consultation-samples.ts';
import { deepElements, deepHas, deepQuery, deskFixture, type Desk, press, type } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleOverview } from '../samples.ts';

const TAB = html`<backchannel-interaction-tab-view style="height:500px" .interaction=${MAIL}></backchannel-interaction-tab-view>`;
const isFocused = (element: Element) => (element.getRootNode() as ShadowRoot).activeElement === element;

describe('backchannel-interaction-tab-view', () => {
  itKeepsTheElementContract(
    'backchannel-interaction-tab-view',
    () => TAB,
    async ({ workspace, element }) => {
      workspace.push('case-data', CASE);
      await waitUntil(() => deepHas(element, '.field'));
    },
  );

  it('shows the contact, the status and for how long, and starts a consultation', async () => {
    const desk = await deskFixture<HTMLElement>(TAB);
    expect(deepQuery(desk.element, 'h2').textContent).to.equal('Maria Lindqvist');
    expect(textOf(deepQuery(desk.element, '.words'))).to.match(/^E-mail · On hold · 1[23]:\d\d$/);
    deepQuery(desk.element, 'button[aria-label="Start Consultation"]').click();
    expect(desk.consulted).to.deep.equal(['mail-1']);
  });

  it('offers no consultation to an agent who may not start sessions', async () => {
    const { element } = await deskFixture<HTMLElement>(
      html`<backchannel-interaction-tab-view .interaction=${MAIL} .canMake=${false}></backchannel-interaction-tab-view>`,
    );
    expect(deepHas(element, 'button[aria-label="Start Consultation"]')).to.be.false;
  });

  it('is closed by the agent after a question, and not by Escape', async () => {
    const desk = await deskFixture<HTMLElement>(TAB);
    const button = deepQuery(desk.element, 'button[aria-label="Close Interaction"]');
    button.click();
    await rendered();
    await expect(desk.element).to.be.accessible();
    press(deepQuery(desk.element, '.closing .button'), 'Escape');
    await rendered();
    expect([deepHas(desk.element, '.closing'), desk.element.shadowRoot?.activeElement === button]).to.deep.equal([false, true]);
    button.click();
    await rendered();
    deepQuery(desk.element, '.closing .button').click();
    expect(desk.workspace.inputsOf('abandonInteraction')).to.deep.equal([{ id: 'mail-1' }]);
  });

  const EDITABLE: CaseDataSlice = {
    fields: [
      { key: 'Topic', type: 'text', value: 'Invoice', label: 'Subject' },
      { key: 'Plan', type: 'choice', value: 'Basic', isEditable: true, choices: ['Basic', 'Business'] },
      { key: 'Calls', type: 'number', value: '3', isEditable: true, label: 'Number of calls' },
      { key: 'Opened', type: 'date', value: '2026-11-23', isEditable: true },
    ],
    omitted: 0,
    leftOut: [],
  };
  const editable = async () => {
    const desk = await deskFixture<HTMLElement>(TAB);
    desk.workspace.push('case-data', EDITABLE);
    await waitUntil(() => deepHas(desk.element, '.field'));
    return desk;
  };
  const edit = async (desk: Desk<HTMLElement>, label: string) => {
    deepQuery(desk.element, `button[aria-label="Edit ${label}"]`).click();
    await rendered();
    return deepQuery<HTMLInputElement>(desk.element, `input[aria-label="${label}"], select[aria-label="${label}"]`);
  };

  it('shows labels, and lets the agent change what is editable, by a field of its type', async () => {
    const desk = await editable();
    expect(valueOf(desk, 'Subject')).to.equal('Invoice');
    expect(deepHas(desk.element, 'button[aria-label="Edit Subject"]')).to.be.false;
    const calls = await edit(desk, 'Number of calls');
    await expect(desk.element).to.be.accessible();
    expect([calls.type, calls.value, isFocused(calls)]).to.deep.equal(['text', '3', true]);
    calls.value = '4';
    calls.form?.requestSubmit();
    await rendered();
    expect(desk.workspace.inputsOf('changeCaseField')).to.deep.equal([{ interactionId: 'mail-1', key: 'Calls', value: '4' }]);
    await waitUntil(() => isFocused(deepQuery(desk.element, 'button[aria-label="Edit Number of calls"]')));
    expect((await edit(desk, 'Opened')).type).to.equal('date');
    const plan = await edit(desk, 'Plan');
    expect([...deepElements(plan)].map(textOf)).to.deep.equal(['Basic', 'Business']);
  });

  it('takes a number and an amount as the agent writes them, gives back what was typed, and refuses with an example', async () => {
    const sales: CaseDataSlice = {
      ...EDITABLE,
      fields: [
        { key: 'Rate', type: 'number', value: '1234.50', isEditable: true },
        { key: 'Refund', type: 'money', value: '52.50 EUR', isEditable: true },
        { key: 'Order', type: 'number', value: '0012345' },
        { key: 'Account', type: 'number', value: '123456789012345678' },
        { key: 'Total', type: 'money', value: '1234567890123456.78 EUR' },
      ],
    };
    const desk = await deskFixture<HTMLElement>(TAB);
    desk.workspace.push('case-data', sales);
    await waitUntil(() => deepHas(desk.element, '.field'));
    expect(['Order', 'Account', 'Total'].map((key) => valueOf(desk, key))).to.deep.equal([
      '0012345',
      '123,456,789,012,345,678',
      '€1,234,567,890,123,456.78',
    ]);
    const save = async (key: string, typed: string) => {
      const field = await edit(desk, key);
      const shown = field.value;
      field.value = typed;
      expect(field.value, 'the field keeps what is typed').to.equal(typed);
      field.form?.requestSubmit();
      await rendered();
      const refusal = deepHas(desk.element, '.error') ? textOf(deepQuery(desk.element, '.error')) : '';
      if (refusal) press(field, 'Escape');
      await rendered();
      return [shown, desk.workspace.inputsOf('changeCaseField').at(-1)?.['value'], refusal];
    };
    expect(await save('Rate', '1,234.50')).to.deep.equal(['1,234.50', undefined, '']);
    expect(await save('Rate', '31,7')).to.deep.equal(['1,234.50', '31.7', '']);
    expect(await save('Rate', '3x')).to.deep.equal(['1,234.50', '31.7', 'Enter a number, such as 1,234.5.']);
    expect(await save('Refund', '52,60 €')).to.deep.equal(['€52.50', '52.60 EUR', '']);
    expect(await save('Refund', '5 Taler')).to.deep.equal(['€52.50', '52.60 EUR', 'Enter an amount with its currency, such as €52.50.']);
  });

  it('saves a choice by Enter', async () => {
    const desk = await editable();
    const plan = await edit(desk, 'Plan');
    plan.value = 'Business';
    press(plan, 'Enter');
    await waitUntil(() => !deepHas(desk.element, 'select'));
    expect(desk.workspace.inputsOf('changeCaseField')).to.deep.equal([{ interactionId: 'mail-1', key: 'Plan', value: 'Business' }]);
  });

  it('has the browser ask before the page is left as long as an edit of an active interaction isn’t saved', async () => {
    const isAsked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
    const desk = await editable();
    desk.workspace.push('overview', sampleOverview({ interactions: [MAIL] }));
    const calls = await edit(desk, 'Number of calls');
    expect(isAsked()).to.equal(false);
    type(calls, '42');
    await rendered();
    expect(isAsked()).to.equal(true);
    // Another tab is shown, or the desk is locked: the edit is still there.
    desk.element.remove();
    desk.workspace.push('overview', sampleOverview({ lock: { by: 'password', pending: 0, ringing: 0, unread: 0 }, interactions: [] }));
    expect(isAsked()).to.equal(true);
    // With the interaction goes what could be saved.
    desk.workspace.push('overview', sampleOverview());
    expect(isAsked()).to.equal(false);
    desk.workspace.push('overview', sampleOverview({ interactions: [MAIL] }));
    expect(isAsked()).to.equal(true);
    const again = await deskFixture<HTMLElement>(TAB, { workspace: desk.workspace });
    await waitUntil(() => deepHas(again.element, 'input[aria-label="Number of calls"]'));
    press(deepQuery(again.element, 'input[aria-label="Number of calls"]'), 'Escape');
    await rendered();
    expect(isAsked()).to.equal(false);
  });

  it('keeps an edit that isn’t saved when the agent goes to another interaction, and isn’t closed before it is saved or cancelled', async () => {
    const before = await editable();
    type(await edit(before, 'Number of calls'), '42');
    before.element.remove();
    const desk = await deskFixture<HTMLElement>(TAB, { workspace: before.workspace });
    await waitUntil(() => deepHas(desk.element, 'input[aria-label="Number of calls"]'));
    const calls = deepQuery<HTMLInputElement>(desk.element, 'input[aria-label="Number of calls"]');
    expect([calls.value, isFocused(calls)]).to.deep.equal(['42', false]);
    deepQuery(desk.element, '.close-button').click();
    await rendered();
    expect(textOf(deepQuery(desk.element, '.notice'))).to.equal(
      "What you entered for Number of calls isn't saved yet. Save or cancel it first.",
    );
    expect([deepHas(desk.element, '.closing'), desk.workspace.inputsOf('abandonInteraction')]).to.deep.equal([false, []]);
    press(calls, 'Escape');
    await rendered();
    deepQuery(desk.element, '.close-button').click();
    await rendered();
    expect([deepHas(desk.element, '.closing'), deepHas(desk.element, '.notice')]).to.deep.equal([true, false]);
  });

  it('lets go of an edit whose field the page has taken away', async () => {
    const desk = await editable();
    type(await edit(desk, 'Number of calls'), '42');
    desk.workspace.push('case-data', { ...EDITABLE, fields: EDITABLE.fields.filter(({ key }) => key !== 'Calls') });
    await rendered();
    deepQuery(desk.element, '.close-button').click();
    await rendered();
    expect(deepHas(desk.element, '.closing')).to.equal(true);
  });

  it('shows the beginning of a long value, so that what follows stays in sight, and all of it when asked', async () => {
    const desk = await deskFixture<HTMLElement>(TAB);
    const long = [
      { key: 'Notes', type: 'text', value: 'word '.repeat(400) },
      { key: 'Lines', type: 'text', value: 'a\n'.repeat(100) },
      { key: 'Plan', type: 'text', value: 'Business' },
    ] as const;
    desk.workspace.push('case-data', { fields: long, omitted: 0, leftOut: [] });
    await waitUntil(() => deepHas(desk.element, '.expand'));
    const plan = () =>
      deepElements(desk.element.shadowRoot!)
        .findLast((element) => element.matches('.field'))!
        .getBoundingClientRect();
    expect(plan().bottom).to.be.below(desk.element.getBoundingClientRect().bottom);
    const expand = deepQuery(desk.element, '.expand');
    expect(textOf(expand)).to.equal('Show all (2,000 characters)');
    expand.click();
    await rendered();
    expect(valueOf(desk, 'Notes').trim()).to.equal('word '.repeat(400).trim());
  });

  const guessed = async () => {
    const contact = { name: 'M', guess: { id: 'c1001', name: 'Maria Lindqvist', by: 'number' } } as const;
    const desk = await deskFixture<HTMLElement>(
      html`<backchannel-interaction-tab-view style="height:500px" .interaction=${{ ...MAIL, contact }}></backchannel-interaction-tab-view>`,
    );
    await waitUntil(() => deepHas(desk.element, '#guess'));
    return desk;
  };
  const answer = (desk: Desk<HTMLElement>, name: string) =>
    deepElements(desk.element.shadowRoot!).find(
      (element): element is HTMLButtonElement => element.localName === 'button' && textOf(element) === name,
    )!;

  it('shows who the caller may be as a guess, and takes the answer', async () => {
    const desk = await guessed();
    expect(textOf(deepQuery(desk.element, 'h2'))).to.equal('M');
    expect(textOf(deepQuery(desk.element, '#guess'))).to.match(/^Perhaps Maria Lindqvist: found by the number that the caller gave\./);
    await expect(desk.element).to.be.accessible();
    answer(desk, 'Not This Contact').click();
    await waitUntil(() => isFocused(deepQuery(desk.element, 'button[aria-label="Start Consultation"]')));
    answer(desk, 'Confirm').click();
    expect(desk.workspace.inputsOf('judgeContactGuess')).to.deep.equal([
      { interactionId: 'mail-1', contactId: 'c1001', isRight: false },
      { interactionId: 'mail-1', contactId: 'c1001', isRight: true },
    ]);
  });

  it('labels the fields of a contact’s call in the agent’s language, and a page’s fields as the page does', async () => {
    const desk = await deskFixture<HTMLElement>(TAB);
    const topic = { key: 'Topic', type: 'text', value: 'Invoice' } as const;
    desk.workspace.push('case-data', {
      fields: [
        { ...topic, isOfCall: true },
        topic,
        { ...topic, isOfCall: true, label: 'Subject' },
        { ...topic, key: 'Sign', isOfCall: true },
      ],
      omitted: 0,
      leftOut: [],
    });
    try {
      await showLocale('de');
      await waitUntil(() => deepHas(desk.element, '.field'));
      const keys = () =>
        deepElements(desk.element.shadowRoot!)
          .filter(({ localName }) => localName === 'dt')
          .map(textOf);
      await waitUntil(() => keys()[0] === 'Thema');
      expect(keys()).to.deep.equal(['Thema', 'Topic', 'Subject', 'Sign']);
    } finally {
      await showLocale('en');
    }
  });

  it('leaves a value as it was on Escape, and says why one was refused', async () => {
    const desk = await editable();
    press(await edit(desk, 'Number of calls'), 'Escape');
    await rendered();
    expect([deepHas(desk.element, 'input'), desk.workspace.inputsOf('changeCaseField')]).to.deep.equal([false, []]);
    desk.workspace.answer('changeCaseField', { refused: 'unknown-interaction' });
    const calls = await edit(desk, 'Number of calls');
    calls.value = '4';
    calls.form?.requestSubmit();
    await waitUntil(() => deepHas(desk.element, '.error'));
    expect(textOf(deepQuery(desk.element, '.error'))).to.equal('This interaction was closed.');
    calls.value = '3';
    calls.form?.requestSubmit();
    await waitUntil(() => !deepHas(desk.element, 'input'));
  });

  it('keeps what is being typed when the page changes the value', async () => {
    const desk = await editable();
    const calls = await edit(desk, 'Number of calls');
    calls.value = '42';
    desk.workspace.push('case-data', {
      ...EDITABLE,
      fields: EDITABLE.fields.map((field) => (field.key === 'Calls' ? { ...field, value: '7' } : field)),
    });
    await rendered();
    expect(calls.value).to.equal('42');
  });
});
