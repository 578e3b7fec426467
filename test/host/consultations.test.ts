import { expect } from '@open-wc/testing';
import { type Desk, openDesks } from './desk.ts';
import { MAX_VALUE_LENGTH } from '../../src/model/interaction/case-data.ts';
import type { Slices } from '../../src/channel/contract.ts';

const CASE = [
  { key: 'Topic', value: 'Invoice 20931 doubled' },
  { key: 'Plan', value: 'Business 20' },
  { key: 'Card', value: '4111 1111 1111 1111' },
  { key: 'Order', type: 'link' as const, value: 'https://orders.example/77120' },
];

describe('a consultation', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben' | 'carla'>>>;
  let anna: Desk;
  let ben: Desk;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben', 'carla');
    ({ anna, ben } = at.desks);
  });

  afterEach(() => at.close());

  const openMail = (caseData: readonly { key: string; value: string }[] = CASE) =>
    anna.workspace.commands.openInteraction({
      id: 'mail-1',
      media: 'email',
      contact: { name: 'Maria Lindqvist' },
      caseData: [...caseData],
    });

  /** Opens a consultation without sending anything yet. @returns the session's id */
  async function begin(target = ben): Promise<string> {
    const asked = crypto.randomUUID();
    const result = await anna.workspace.commands.consult({ sessionId: asked, interactionId: 'mail-1', target: target.jid });
    expect(result.refused).to.equal(undefined);
    return ('sessionId' in result ? result.sessionId : undefined) ?? asked;
  }

  const say = (desk: Desk, sessionId: string, body: string) =>
    desk.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body });

  /** Anna asks, and the target accepts. @returns the session's id */
  async function consult(target = ben): Promise<string> {
    const sessionId = await begin(target);
    await say(anna, sessionId, 'A moment?');
    await target.session('anna', 'invited');
    await target.workspace.commands.accept({ sessionId });
    await Promise.all([anna.session(target.logon, 'connected'), target.session('anna', 'connected')]);
    return sessionId;
  }

  const caseDataOf = (
    desk: Desk,
    sessionId: string,
    isSo: (slice: Slices['case-data']) => boolean = ({ fields }) => fields.length > 0,
    what = 'case data',
  ) => desk.untilSlice({ kind: 'case-data', of: 'session', id: sessionId }, isSo, what);
  const shown = ({ fields }: Slices['case-data']) => fields.map(({ key, label = key, value }) => [label, value]);
  const keys = ({ fields }: Slices['case-data']) => fields.map(({ key, label = key }) => label).join();

  /** Once its target has accepted, where it is told as over at both ends. */
  const eventOf = (desk: Desk, sessionId: string, event: string) =>
    desk.untilSlice(
      { kind: 'transcript', sessionId, last: 10 },
      ({ entries }) => entries.some((entry) => entry.kind === 'event' && entry.event === event),
      event,
    );

  it('shows the target what is shared when it invites: card numbers masked, without what was kept back', async () => {
    await openMail();
    const sessionId = await begin();
    await anna.workspace.commands.leaveOutField({ sessionId, key: 'Plan', isLeftOut: true });
    await say(anna, sessionId, 'Is it a duplicate?');
    const invited = await ben.session('anna', 'invited');
    expect(invited).to.deep.include({ initialMessage: 'Is it a duplicate?' });
    expect(invited.parent).to.deep.include({ interactionId: 'mail-1', media: 'email', contactName: 'Maria Lindqvist' });
    expect(invited.highlights?.map(({ key, value }) => [key, value])).to.deep.equal([
      ['Topic', 'Invoice 20931 doubled'],
      ['Card', '•••• •••• •••• 1111'],
      ['Order', 'https://orders.example/77120'],
    ]);
    await ben.workspace.commands.accept({ sessionId });
    expect(shown(await caseDataOf(ben, sessionId))).to.deep.equal(shown({ fields: invited.highlights ?? [], omitted: 0, leftOut: [] }));
    await anna.workspace.commands.endSession({ sessionId });
    await ben.session('anna', 'ended');
    await caseDataOf(ben, sessionId, ({ fields }) => fields.length === 0, 'what was shared is gone');
  });

  it('shares case data as the rules of the page hide, mask, rename and order it, and follows them', async () => {
    await anna.workspace.commands.setCaseDataRules({
      rules: [
        { key: 'Order', isHidden: true },
        { key: 'Plan', isMasked: true, order: 1 },
        { key: 'Topic', label: 'Subject', order: 2 },
      ],
    });
    await openMail();
    const own = await anna.untilSlice({ kind: 'case-data', of: 'interaction', id: 'mail-1' }, ({ fields }) => fields.length > 0, 'her own');
    expect(shown(own)).to.deep.equal([
      ['Plan', 'Business 20'],
      ['Subject', 'Invoice 20931 doubled'],
      ['Card', '4111 1111 1111 1111'],
    ]);
    const sessionId = await begin();
    expect(keys(await caseDataOf(anna, sessionId))).to.equal('Plan,Subject,Card');
    await anna.workspace.commands.leaveOutField({ sessionId, key: 'Card', isLeftOut: true });
    await say(anna, sessionId, 'A moment?');
    await ben.session('anna', 'invited');
    await ben.workspace.commands.accept({ sessionId });
    expect(shown(await caseDataOf(ben, sessionId))).to.deep.equal([
      ['Plan', '••••••••'],
      ['Subject', 'Invoice 20931 doubled'],
    ]);
    await anna.workspace.commands.setCaseDataRules({ rules: [{ key: 'Plan', isHidden: true }] });
    await caseDataOf(ben, sessionId, (slice) => keys(slice) === 'Topic,Order', 'as the new rules say');
  });

  it('that is marked done before its first message has sent nothing', async () => {
    await openMail();
    const heard: string[] = [];
    const receive = at.server.receiveMessage.bind(at.server);
    at.server.receiveMessage = (from, message) => {
      heard.push(message.outerHTML);
      receive(from, message);
    };
    const sessionId = await begin();
    await anna.workspace.commands.markDone({ sessionId });
    await anna.until(({ sessions }) => sessions.length === 0, 'it is gone');
    // What is sent after it has arrived, so that anything sent before would have arrived as well.
    const next = await begin();
    await say(anna, next, 'first');
    expect(await ben.session('anna', 'invited')).to.deep.include({ id: next, initialMessage: 'first' });
    expect(heard.filter((message) => message.includes(sessionId))).to.deep.equal([]);
  });

  it('that is rejected is told to who asked, and the case is gone', async () => {
    await openMail();
    const sessionId = await begin();
    await say(anna, sessionId, 'A moment?');
    await ben.session('anna', 'invited');
    await ben.workspace.commands.reject({ sessionId });
    expect((await anna.session('ben', 'ended')).state).to.include({ reason: 'rejected' });
    await eventOf(anna, sessionId, 'rejected');
    for (const desk of [anna, ben]) await caseDataOf(desk, sessionId, ({ fields }) => fields.length === 0, 'the case is gone');
  });

  it('that nobody answers is over in time', async () => {
    await anna.workspace.commands.changeSettings({ invitationTimeoutMs: 1_000 });
    await openMail();
    const sessionId = await begin();
    await say(anna, sessionId, 'A moment?');
    await ben.session('anna', 'invited');
    expect((await anna.session('ben', 'ended')).state).to.include({ reason: 'no-answer' });
    await ben.until(({ sessions }) => sessions.every(({ state }) => state.status !== 'invited'), 'nobody is asked any more');
  });

  it('is one with each colleague, beside an instant message to them and consultations of others', async () => {
    const message = await anna.talkWith(ben);
    await openMail();
    const first = await begin();
    await say(anna, first, 'A moment?');
    await ben.until(({ sessions }) => sessions.some(({ id, state }) => id === first && state.status === 'invited'), 'Ben is asked');
    await ben.workspace.commands.accept({ sessionId: first });
    const second = await consult(at.desks.carla);
    expect(await begin(), 'the one that goes on').to.equal(first);
    await say(anna, first, 'Question to ben');
    await say(anna, second, 'Question to carla');
    expect(await ben.messages(first, 2)).to.deep.equal(['A moment?', 'Question to ben']);
    expect(await at.desks.carla.messages(second, 2)).to.deep.equal(['A moment?', 'Question to carla']);
    const { sessions } = await anna.until(({ sessions: all }) => all.length === 3, 'three sessions');
    expect(sessions.map(({ id, peer, parent }) => [id, peer, parent?.interactionId])).to.deep.equal([
      [message, ben.jid, undefined],
      [first, ben.jid, 'mail-1'],
      [second, at.desks.carla.jid, 'mail-1'],
    ]);
  });

  it('brings case data that changes, marked, and after a cut connection too', async () => {
    await openMail();
    const sessionId = await consult();
    const setPlan = (value: string) =>
      anna.workspace.commands.updateInteraction({
        id: 'mail-1',
        caseData: [
          { key: 'Topic', value: 'Invoice 20931 doubled' },
          { key: 'Plan', value },
        ],
      });
    const planOf = ({ fields }: Slices['case-data']) => fields.find(({ key }) => key === 'Plan');
    expect(planOf(await caseDataOf(ben, sessionId))).to.deep.include({ value: 'Business 20' });
    await setPlan('Business 50');
    const { fields } = await caseDataOf(ben, sessionId, (slice) => planOf(slice)?.value === 'Business 50', 'the change');
    expect(fields.map(({ key, changedAt }) => [key, changedAt !== undefined])).to.deep.equal([
      ['Topic', false],
      ['Plan', true],
    ]);
    at.server.streamOf('ben').line.cut();
    await ben.until(({ connection }) => connection.status === 'reconnecting', 'away');
    await setPlan('Business 90');
    globalThis.dispatchEvent(new Event('online'));
    await caseDataOf(ben, sessionId, (slice) => planOf(slice)?.value === 'Business 90', 'the change meanwhile');
  });

  it('goes on when the page closes the interaction, and both are told', async () => {
    await openMail();
    const sessionId = await consult();
    await anna.workspace.commands.closeInteraction({ id: 'mail-1' });
    for (const desk of [anna, ben]) await eventOf(desk, sessionId, 'interaction-closed');
    expect((await anna.until(({ interactions }) => interactions.length === 0, 'closed')).sessions[0]?.parent?.isClosed).to.equal(true);
    expect(keys(await caseDataOf(ben, sessionId))).to.equal('Topic,Plan,Card,Order');
    await say(ben, sessionId, 'Still here.');
    expect(await anna.messages(sessionId, 2)).to.deep.equal(['A moment?', 'Still here.']);
  });

  it('shares far too much case data within bounds, beside the longest message, and the IM goes on', async () => {
    const key = '<img src=x onerror=alert(1)>';
    await anna.workspace.commands.openInteraction({
      id: 'mail-1',
      media: 'chat',
      contact: { name: '<b>Maria</b>' },
      caseData: [
        { key, value: '<script>&"' },
        { key: 'Log', value: '&€'.repeat(500_000) },
        ...Array.from({ length: 9_998 }, (_, index) => ({ key: `Key ${index}`, value: '"'.repeat(300) })),
      ],
    });
    const own = await anna.untilSlice({ kind: 'case-data', of: 'interaction', id: 'mail-1' }, ({ fields }) => fields.length > 0, 'her own');
    expect([own.fields.length, own.omitted]).to.deep.equal([200, 9_800]);
    const sessionId = await begin();
    await say(anna, sessionId, 'x'.repeat(32_768));
    await ben.session('anna', 'invited');
    await ben.workspace.commands.accept({ sessionId });
    const { fields, omitted } = await caseDataOf(ben, sessionId);
    expect(fields[0]).to.deep.include({ key, value: '<script>&"' });
    expect(fields[1]).to.deep.include({ key: 'Log', isCut: true });
    expect(fields[1]?.value.length).to.be.within(1, MAX_VALUE_LENGTH);
    expect(fields.length + omitted).to.equal(10_000);
    expect(await ben.messages(sessionId, 1)).to.deep.equal(['x'.repeat(32_768)]);
    await say(ben, sessionId, 'Received.');
    expect(await anna.messages(sessionId, 2)).to.include('Received.');
  });
});
