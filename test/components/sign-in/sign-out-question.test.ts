import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/workspace/own-status.ts';
import type { OwnStatusButton } from '../../../src/components/workspace/own-status.ts';
import '../../../src/components/sign-in/sign-out-question.ts';
import type { SignOutQuestion } from '../../../src/components/sign-in/sign-out-question.ts';
import { deepElements, deepHas, deepQuery, deskFixture } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleOverview } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const TEMPLATE = html`<backchannel-sign-out-question></backchannel-sign-out-question>`;
const named = (root: Element, name: string) =>
  deepElements(root.shadowRoot!).find((one) => one.localName === 'button' && one.textContent?.trim() === name) as HTMLElement;

describe('backchannel-sign-out-question', () => {
  itKeepsTheElementContract(
    'backchannel-sign-out-question',
    () => TEMPLATE,
    ({ element }) => void (element as SignOutQuestion).ask({ messages: 1, consultations: 2 }),
  );

  async function pressSignOut(): Promise<Awaited<ReturnType<typeof deskFixture<OwnStatusButton>>>> {
    const desk = await deskFixture<OwnStatusButton>(html`<backchannel-own-status></backchannel-own-status>`);
    desk.workspace.push('overview', sampleOverview());
    desk.workspace.answer('signOut', { refused: 'not-sent', messages: 0, consultations: 3 });
    await rendered();
    deepQuery(desk.element, '[aria-haspopup="menu"]').click();
    const item = () =>
      deepElements(desk.element.shadowRoot!).find((one) => one.matches('[role="menuitem"]') && one.textContent?.trim() === 'Sign Out') as
        | HTMLElement
        | undefined;
    await waitUntil(() => item() !== undefined);
    item()?.click();
    await waitUntil(() => deepHas(desk.element, 'dialog[open][role="alertdialog"]'));
    return desk;
  }

  it('asks if something would be lost, says how much, and leaves the agent signed in', async () => {
    const desk = await pressSignOut();
    const question = deepQuery(desk.element, 'backchannel-sign-out-question');
    expect(deepQuery(desk.element, '#lost').textContent).to.contain('3 consultations');
    expect(question.shadowRoot?.activeElement?.textContent).to.equal('Stay Signed In');
    named(question, 'Stay Signed In').click();
    expect(deepHas(desk.element, 'dialog[open]')).to.be.false;
    expect(desk.workspace.inputsOf('signOut')).to.deep.equal([{ asksBeforeLoss: true }]);
  });

  it('signs out all the same when the agent says so', async () => {
    const desk = await pressSignOut();
    named(deepQuery(desk.element, 'backchannel-sign-out-question'), 'Sign Out').click();
    await waitUntil(() => desk.workspace.inputsOf('signOut').length === 2);
    expect(desk.workspace.inputsOf('signOut')[1]).to.deep.equal({});
  });

  it('says in a sentence what wasn’t sent yet', async () => {
    const desk = await deskFixture<SignOutQuestion>(TEMPLATE);
    for (const [messages, words] of [
      [1, "A message wasn't sent yet."],
      [2, "2 messages weren't sent yet."],
    ] as const) {
      void desk.element.ask({ messages, consultations: 0 });
      await waitUntil(() => deepHas(desk.element, 'dialog[open]'));
      expect(deepQuery(desk.element, '#lost').textContent).to.contain(words);
      named(desk.element, 'Stay Signed In').click();
    }
  });

  it('exports the records first; without records there is nothing to export', async () => {
    const desk = await deskFixture<SignOutQuestion>(TEMPLATE);
    const asked: unknown[] = [];
    desk.workspace.answerQueries('record-export', ({ records }) => {
      asked.push(records);
      return { format: 'backchannel-consultation-records', version: 1, exportedAt: '', agent: '', records: [] };
    });
    void desk.element.ask({ messages: 0, consultations: 2 });
    await waitUntil(() => deepHas(desk.element, 'dialog[open]'));
    named(desk.element, 'Export Records').click();
    await waitUntil(() => deepQuery(desk.element, '[role="status"]').textContent === 'There is nothing left to export.');
    expect(asked).to.deep.equal([undefined]);
    expect(deepHas(desk.element, 'dialog[open]')).to.be.true;
    named(desk.element, 'Stay Signed In').click();
    void desk.element.ask({ messages: 2, consultations: 0 });
    await waitUntil(() => deepHas(desk.element, 'dialog[open]'));
    expect(named(desk.element, 'Export Records')).to.equal(undefined);
  });
});
