import { expect } from '@open-wc/testing';
import { type Desk, openDesks } from './desk.ts';
import type { DockPort } from '../../src/extension/dock/dock-port.ts';
import { PageEvents } from '../../src/extension/dock/page-events.ts';
import { PageInteractions } from '../../src/extension/dock/page-interactions.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const CRM = 'https://crm.example';
const OTHER = 'https://other.example';
const MAIL = {
  media: 'email',
  contact: { name: 'Maria Lindqvist' },
  caseData: [
    { key: 'Topic', value: 'Invoice' },
    { key: 'Plan', value: 'Business 20', isEditable: true },
  ],
};

type RequestName = 'open-interaction' | 'update-interaction' | 'close-interaction';
interface Told {
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What the dock does for pages, over a real session host. */
describe('the interactions of pages', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben' | 'cleo'>>>;
  let anna: Desk;
  let ben: Desk;
  let cleo: Desk;
  let interactions: PageInteractions;
  let events: PageEvents;
  /** What the pages of each origin were told, in order. */
  let told: Record<string, Told[]>;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben', 'cleo');
    ({ anna, ben, cleo } = at.desks);
    told = { [CRM]: [], [OTHER]: [] };
    const dockOf = (origin: string): Pick<DockPort, 'origin' | 'post'> => ({
      origin,
      post: (message) => void (message.type === 'event' && told[origin]?.push({ name: message.name, detail: { ...message.detail } })),
    });
    interactions = new PageInteractions(anna.workspace);
    events = new PageEvents(
      anna.workspace,
      [CRM, OTHER].map((origin) => dockOf(origin) as DockPort),
    );
  });

  afterEach(() => at.close());

  const ask = (origin: string, name: RequestName, id: string, details: object = {}) =>
    interactions.serve(origin, { name, requestId: 'r', id, details });
  const opened = async () => (await anna.until(() => true, 'an overview')).interactions;
  const namesTold = (origin = CRM) => (told[origin] ?? []).map(({ name }) => name);

  /** Anna consults a colleague about the page's e-mail. @returns the session's id */
  async function consult(target: Desk, body = 'A moment?'): Promise<string> {
    const [mail] = await opened();
    const sessionId = crypto.randomUUID();
    expect(await anna.workspace.commands.consult({ sessionId, interactionId: mail?.id ?? '', target: target.jid })).to.deep.equal({
      sessionId,
    });
    await anna.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body });
    await target.session('anna', 'invited');
    return sessionId;
  }

  it("are an origin's own: another one can neither change nor close them, nor is it told of them", async () => {
    expect(await ask(CRM, 'open-interaction', 'mail-1', MAIL)).to.deep.equal({});
    expect(await ask(OTHER, 'update-interaction', 'mail-1', { contact: { name: 'Mallory' } })).to.deep.equal({
      refused: 'unknown-interaction',
    });
    expect(await ask(OTHER, 'close-interaction', 'mail-1')).to.deep.equal({});
    // Under the same id another origin's page opens another interaction, and no page can name an owner.
    expect(
      await ask(OTHER, 'open-interaction', 'mail-1', { ...MAIL, contact: { name: 'Mallory' }, owner: { origin: CRM, id: 'mail-1' } }),
    ).to.deep.equal({});
    expect((await opened()).map(({ contact, owner }) => [contact.name, owner])).to.deep.equal([
      ['Maria Lindqvist', { origin: CRM, id: 'mail-1' }],
      ['Mallory', { origin: OTHER, id: 'mail-1' }],
    ]);
    await consult(ben);
    await waitUntil(() => namesTold().length === 1, 'its own page is told');
    const eventId = String(told[CRM]?.[0]?.detail.eventId);
    expect(await events.take(OTHER, eventId)).to.deep.equal({});
    await ask(OTHER, 'close-interaction', 'mail-1');
    expect((await opened()).map(({ contact }) => contact.name)).to.deep.equal(['Maria Lindqvist']);
    await anna.untilSlice(
      { kind: 'interaction-events' },
      (kept) => kept.some((event) => event.eventId === eventId),
      'another origin has not taken it',
    );
    expect(namesTold(OTHER)).to.deep.equal([]);
    expect(await events.take(CRM, eventId)).to.deep.equal({});
    await anna.untilSlice({ kind: 'interaction-events' }, (kept) => kept.length === 0, 'its own page has taken it');
  });

  it('are told the page with each consultation: cancelled before its first message, rejected, accepted, not answered', async () => {
    await ask(CRM, 'open-interaction', 'mail-1', MAIL);
    const [mail] = await opened();
    const cancelled = crypto.randomUUID();
    await anna.workspace.commands.consult({ sessionId: cancelled, interactionId: mail?.id ?? '', target: ben.jid });
    await anna.workspace.commands.markDone({ sessionId: cancelled });

    const rejected = await consult(ben);
    await ben.workspace.commands.reject({ sessionId: rejected });
    await anna.session('ben', 'ended');
    await anna.workspace.commands.markDone({ sessionId: rejected });

    const accepted = await consult(cleo);
    await cleo.workspace.commands.accept({ sessionId: accepted });
    await anna.session('cleo', 'connected');
    await anna.workspace.commands.changeSettings({ invitationTimeoutMs: 1_000 });
    await consult(ben);
    await anna.session('ben', 'ended');
    // The session beside it goes on.
    await anna.session('cleo', 'connected');
    await cleo.untilSlice(
      { kind: 'case-data', of: 'session', id: accepted },
      ({ fields }) => fields[0]?.value === 'Invoice',
      'the colleague sees the case',
    );

    await waitUntil(() => namesTold().length >= 7, 'the page is told of all');
    expect(told[CRM]?.map(({ name, detail }) => [name, detail.peer, detail.reason])).to.deep.equal([
      ['consultation-started', ben.jid, undefined],
      ['consultation-ended', ben.jid, 'rejected'],
      ['consultation-done', ben.jid, undefined],
      ['consultation-started', cleo.jid, undefined],
      ['consultation-accepted', cleo.jid, undefined],
      ['consultation-started', ben.jid, undefined],
      ['consultation-ended', ben.jid, 'no-answer'],
    ]);
  });

  it('may be closed by the page in mid-consultation: the IM goes on, and the page is still told', async () => {
    await ask(CRM, 'open-interaction', 'mail-1', MAIL);
    const sessionId = await consult(ben);
    await ben.workspace.commands.accept({ sessionId });
    await anna.session('ben', 'connected');
    await ask(CRM, 'close-interaction', 'mail-1');
    const isTold = ({ entries }: { readonly entries: readonly object[] }) =>
      entries.some((entry) => 'event' in entry && entry.event === 'interaction-closed');
    await ben.untilSlice({ kind: 'transcript', sessionId, last: 10 }, isTold, 'the colleague is told');
    await ben.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body: 'Still here.' });
    expect(await anna.messages(sessionId, 2)).to.deep.equal(['A moment?', 'Still here.']);
    await ben.workspace.commands.endSession({ sessionId });
    await waitUntil(() => namesTold().includes('consultation-ended'), 'the page is told');
    expect(told[CRM]?.at(-1)?.detail).to.include({ interactionId: 'mail-1', reason: 'ended-by-peer' });
  });

  it('have values that the agent may change, and no others: the page is told, and the colleague sees it', async () => {
    await ask(CRM, 'open-interaction', 'mail-1', MAIL);
    const [mail] = await opened();
    const interactionId = mail?.id ?? '';
    const sessionId = await consult(ben);
    await ben.workspace.commands.accept({ sessionId });
    expect(await anna.workspace.commands.changeCaseField({ interactionId, key: 'Topic', value: 'Complaint' })).to.deep.equal({
      refused: 'not-possible-now',
    });
    expect(await anna.workspace.commands.changeCaseField({ interactionId, key: 'Plan', value: 'Business 50' })).to.deep.equal({});
    await ben.untilSlice(
      { kind: 'case-data', of: 'session', id: sessionId },
      ({ fields }) => fields[1]?.value === 'Business 50' && fields[0]?.value === 'Invoice',
      'the colleague sees it',
    );
    await waitUntil(() => namesTold().includes('case-data-changed'), 'the page is told');
    expect(told[CRM]?.find(({ name }) => name === 'case-data-changed')?.detail).to.include({
      interactionId: 'mail-1',
      key: 'Plan',
      value: 'Business 50',
    });
  });

  it('are closed by the agent where the page does not: the page is told, and can change nothing of it any more', async () => {
    await ask(CRM, 'open-interaction', 'mail-1', MAIL);
    const [mail] = await opened();
    await anna.workspace.commands.abandonInteraction({ id: mail?.id ?? '' });
    await waitUntil(() => namesTold().length === 1, 'the page is told');
    expect(told[CRM]?.[0]).to.deep.include({ name: 'interaction-closed' });
    expect(told[CRM]?.[0]?.detail).to.include({ interactionId: 'mail-1' });
    expect(await ask(CRM, 'update-interaction', 'mail-1', { status: 'held' })).to.deep.equal({ refused: 'unknown-interaction' });
  });

  it('are checked, as much as an origin gives within its bounds', async () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ key: `Key ${index}`, value: 'x'.repeat(2_500) }));
    expect(await ask(CRM, 'open-interaction', 'mail-1', { ...MAIL, caseData: many })).to.deep.equal({});
    for (const wrong of [{ media: 'fax' }, { contact: 'Maria' }, { caseData: 'none' }, { status: 'away' }])
      expect(await ask(CRM, 'open-interaction', 'mail-1', { ...MAIL, ...wrong })).to.deep.equal({ refused: 'invalid-argument' });

    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, index) => ask(CRM, 'update-interaction', 'mail-1', { contact: { name: `Maria ${index}` } })),
    );
    expect(answers.filter(({ refused }) => refused === undefined).length).to.be.within(95, 100);
    expect(answers.at(-1)).to.deep.equal({ refused: 'too-many-requests' });
    // Another origin's pages have bounds of their own.
    expect(await ask(OTHER, 'open-interaction', 'mail-1', MAIL)).to.deep.equal({});
  });
});
