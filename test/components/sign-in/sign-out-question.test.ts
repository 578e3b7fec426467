import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/workspace/own-status.ts';
import type { OwnStatusButton } from '../../../src/components/workspace/own-status.ts';
import '../../../src/components/sign-in/sign-out-question.ts';
import type { SignOutQuestion } from '../../../src/components/sign-in/sign-out-question.ts';
import { deepElements, deepHas, deepQuery, deskFixture } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import type { CommandResult } from '../../../src/channel/contract.ts';
import type { Overview } from '../../../src/model/workspace.ts';
import { sampleCall, sampleInvitation, sampleOverview, sampleSession } from '../samples.ts';
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

  async function pressSignOut(
    overview: Overview,
    outcome: CommandResult = {},
  ): Promise<Awaited<ReturnType<typeof deskFixture<OwnStatusButton>>>> {
    const desk = await deskFixture<OwnStatusButton>(html`<backchannel-own-status-view></backchannel-own-status-view>`);
    desk.workspace.push('overview', overview);
    desk.workspace.answer('signOut', outcome);
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

  const question = (desk: Awaited<ReturnType<typeof pressSignOut>>) => deepQuery(desk.element, 'backchannel-sign-out-question');
  const text = (desk: Awaited<ReturnType<typeof pressSignOut>>) => deepQuery(desk.element, '#lost').textContent;

  it('says which sessions and calls end and what is deleted before anything is, and leaves the agent signed in', async () => {
    const desk = await pressSignOut(
      sampleOverview({
        sessions: [
          sampleSession(),
          sampleSession({ peerLogon: 'khale', state: { status: 'inviting', expiresAt: Date.now() + 60_000, ringing: true } }),
          sampleSession({ peerLogon: 'cwei', state: { status: 'ended', reason: 'ended-here', at: 1 } }),
          sampleInvitation(),
        ],
        calls: [sampleCall(), sampleCall({ id: 'call-2', state: { status: 'ended', reason: 'ended-here', at: 1 } })],
      }),
    );
    await waitUntil(() => text(desk)?.startsWith('2 sessions end') === true);
    expect(text(desk)).to.equal(
      '2 sessions end, and your colleagues are told. Your call ends. Your history, drafts and settings are deleted from this browser. ' +
        'If you are only away for a while, lock the desk instead.',
    );
    expect(question(desk).shadowRoot?.activeElement?.textContent).to.equal('Stay Signed In');
    named(question(desk), 'Stay Signed In').click();
    expect(deepHas(desk.element, 'dialog[open]')).to.be.false;
    await rendered();
    expect(desk.workspace.inputsOf('signOut')).to.deep.equal([]);
  });

  it('signs out once the agent has said so', async () => {
    const desk = await pressSignOut(sampleOverview());
    named(question(desk), 'Sign Out').click();
    await waitUntil(() => desk.workspace.inputsOf('signOut').length > 0);
    expect(desk.workspace.inputsOf('signOut')).to.deep.equal([{ asksBeforeLoss: true }]);
    expect(deepHas(desk.element, 'dialog[open]')).to.be.false;
  });

  it('asks again if something would be lost, says how much, and signs out only when the agent says so', async () => {
    const desk = await pressSignOut(sampleOverview(), { refused: 'not-sent', messages: 0, consultations: 3 });
    named(question(desk), 'Sign Out').click();
    await waitUntil(() => text(desk)?.includes('3 consultations') === true && deepHas(desk.element, 'dialog[open]'));
    expect(desk.workspace.inputsOf('signOut')).to.deep.equal([{ asksBeforeLoss: true }]);
    named(question(desk), 'Sign Out').click();
    await waitUntil(() => desk.workspace.inputsOf('signOut').length === 2);
    expect(desk.workspace.inputsOf('signOut')[1]).to.deep.equal({});
  });

  it('of a locked desk says that what goes on there ends, without how much', async () => {
    const desk = await deskFixture<SignOutQuestion>(TEMPLATE);
    desk.workspace.push('overview', sampleOverview({ me: undefined, lock: { by: 'password', pending: 0, ringing: 0, unread: 2 } }));
    await rendered();
    void desk.element.ask();
    await waitUntil(() => deepHas(desk.element, 'dialog[open]'));
    expect(deepQuery(desk.element, '#lost').textContent).to.equal(
      'Sessions and calls that go on at this desk end. Your history, drafts and settings are deleted from this browser.',
    );
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
