import { expect } from '@open-wc/testing';
import { openDesks } from './desk.ts';
import { channelOfMessagePort } from '../../src/channel/message-port.ts';
import type { PageAnswer, PageContacts } from '../../src/channel/page-contacts.ts';
import { RemoteWorkspace } from '../../src/channel/remote-workspace.ts';

describe('the record of a consultation', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let page: RemoteWorkspace;
  /** What the page that brings contacts answers to what is appended. */
  let answer: PageAnswer;
  /** The page was asked to let Ben see the contact. */
  let granted: Promise<void>;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    answer = { problem: 'not-permitted' };
    let noteGrant = (): void => undefined;
    granted = new Promise((resolve) => (noteGrant = resolve));
    const call: PageContacts['call'] = (name) => {
      if (name === 'grant') noteGrant();
      return Promise.resolve(name === 'appendInteraction' ? answer : { value: null });
    };
    page = new RemoteWorkspace(
      () => {
        const { port1, port2 } = new MessageChannel();
        at.desks.anna.host.connectView(channelOfMessagePort(port1));
        return channelOfMessagePort(port2);
      },
      { contacts: { offer: { kind: 'source' }, call } },
    );
  });

  afterEach(async () => {
    page.close();
    await at.close();
  });

  /** Anna consults Ben about a contact. @returns the session's id */
  async function consult(): Promise<string> {
    const { anna, ben } = at.desks;
    const sessionId = crypto.randomUUID();
    await page.commands.openInteraction({ id: 'mail-1', media: 'email', contact: { name: 'Maria', id: 'c1' }, caseData: [] });
    await anna.workspace.commands.consult({ sessionId, interactionId: 'mail-1', target: ben.jid });
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Is it a duplicate?' });
    await ben.session('anna', 'invited');
    await ben.workspace.commands.accept({ sessionId });
    await anna.session('ben', 'connected');
    await granted;
    return sessionId;
  }

  const signOut = (asksBeforeLoss: boolean) => at.desks.anna.workspace.commands.signOut({ asksBeforeLoss });

  it('is shown to the agent when it is refused, is exported, and can be given again', async () => {
    const { anna } = at.desks;
    const sessionId = await consult();
    await anna.workspace.commands.endSession({ sessionId });
    const [record] = await anna.untilSlice({ kind: 'unsent-records' }, ([first]) => first?.refusal !== undefined, 'it is refused');
    expect(record).to.deep.include({ sessionId, contactId: 'c1', contactName: 'Maria', peerName: 'ben' });
    expect(record?.refusal).to.include({ reason: 'not-permitted', isTold: false });
    await anna.workspace.commands.noteRefusalsTold({});
    await anna.untilSlice({ kind: 'unsent-records' }, ([first]) => first?.refusal?.isTold === true, 'it is told');
    const { records } = await anna.untilSlice({ kind: 'record-export' }, () => true, 'it is exported');
    expect(records).to.have.nested.property('[0].interaction.transcript[0].text', 'Is it a duplicate?');
    answer = { value: null };
    expect(await anna.workspace.commands.retryRecords({})).to.deep.equal({ unsentRecords: 0 });
    await anna.untilSlice({ kind: 'unsent-records' }, (left) => left.length === 0, 'it is taken');
  });

  it('holds up a sign-out that would lose it, also where the sign-out itself has ended the consultation', async () => {
    await consult();
    expect(await signOut(true)).to.deep.equal({ refused: 'not-sent', messages: 0, consultations: 1 });
    await at.desks.anna.session('ben', 'ended');
    expect(await signOut(true)).to.deep.equal({ refused: 'not-sent', messages: 0, consultations: 1 });
    answer = { value: null };
    await at.desks.anna.workspace.commands.retryRecords({});
    expect(await signOut(true)).to.deep.equal({});
  });

  it('is lost where the agent signs out all the same', async () => {
    await consult();
    expect(await signOut(true)).to.deep.equal({ refused: 'not-sent', messages: 0, consultations: 1 });
    expect(await signOut(false)).to.deep.equal({});
    await at.desks.anna.signIn();
    await at.desks.anna.untilSlice({ kind: 'unsent-records' }, (left) => left.length === 0, 'nothing is left');
  });

  it('that the contact service takes holds up nothing', async () => {
    answer = { value: null };
    await consult();
    expect(await signOut(true)).to.deep.equal({});
  });
});
