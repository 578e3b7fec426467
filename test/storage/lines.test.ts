import { expect } from '@open-wc/testing';
import { Changes } from '../../src/background/events/changes.ts';
import { Log } from '../../src/background/events/log.ts';
import { Interactions } from '../../src/background/interactions/interactions.ts';
import { Calls } from '../../src/background/voice/calls.ts';
import { Lines } from '../../src/background/voice/lines.ts';
import { MediaHosts, type MediaListener } from '../../src/background/voice/media-hosts.ts';
import { MediaPages } from '../../src/background/voice/media-pages.ts';
import { Telephony } from '../../src/background/voice/telephony.ts';
import type { TelephonyAnswer } from '../../src/channel/page-telephony.ts';
import { outgoingCall } from '../../src/model/call/call-machine.ts';
import type { Interaction } from '../../src/model/interaction/interaction.ts';
import type { Line, VoiceCall } from '../../src/model/call/voice-call.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import { Journal } from '../../src/storage/journal.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { deleteAccountDatabase } from './account-databases.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const JID = 'lines-test@localhost';
const MARIA: Interaction = {
  id: 'maria',
  media: 'voice',
  contact: { name: 'Maria Lindqvist' },
  status: 'active',
  startedAt: 1,
  caseData: { fields: [], omitted: 0 },
};
const JAN: Interaction = { ...MARIA, id: 'jan', contact: { name: 'Jan Novak' }, startedAt: 2 };
const CALL: VoiceCall = {
  ...outgoingCall({ id: 'call', peer: 'ben@localhost', party: { kind: 'colleague', sessionId: 's' } }, 3, 1_000),
  state: { status: 'connected', since: 4 },
};
const MARIAS: Line = { of: 'interaction', id: 'maria' };
const BENS: Line = { of: 'call', id: 'call' };

const deaf: MediaListener = {
  hostCame: () => undefined,
  hostGone: () => undefined,
  callChanged: () => undefined,
  heldByPeer: () => undefined,
  callEnded: () => undefined,
  level: () => undefined,
  sendJingle: () => Promise.resolve({ error: { condition: 'item-not-found' } }),
};

describe("whom the agent hears, with the page's telephony", () => {
  let database: AccountDatabase;
  let interactions: Interactions;
  let calls: Calls;
  let telephony: Telephony;
  let lines: Lines;
  /** The requests to pages and to the call's media host, in order. */
  let asked: string[];

  /** A page that offers its telephony. It does what it is asked to do, unless `answer` says otherwise. */
  function openPage(
    answer: (asked: string) => TelephonyAnswer | Promise<TelephonyAnswer> = () => ({ isDone: true }),
    origin?: string,
  ): object {
    const view = {};
    telephony.add(view, origin, async (name, id) => {
      asked.push(`${name} ${id}`);
      return answer(`${name} ${id}`);
    });
    return view;
  }

  const statuses = () => interactions.list().map(({ id, status }) => `${id} ${status}`);
  const isCallHeld = () => calls.get('call')?.heldSince !== undefined;
  const silence = () => new Promise<never>(() => undefined);

  beforeEach(async () => {
    database = await openAccountDatabase(JID, () => undefined);
    const journal = new Journal(database, { onFailure: () => undefined });
    const changes = new Changes();
    const pages = new MediaPages(undefined);
    asked = [];
    pages.add({}, ['call'], async (_name, inputs) => void asked.push(`call ${JSON.stringify(inputs[1])}`));
    interactions = new Interactions([], journal, changes, () => 9);
    calls = new Calls([], journal, changes, () => 9);
    telephony = new Telephony(() => undefined, 200);
    const mediaHosts = new MediaHosts(pages, deaf, new Log());
    mediaHosts.start();
    lines = new Lines({ calls, interactions, mediaHosts, telephony, now: () => 9, log: new Log() });
    interactions.open(MARIA);
  });

  afterEach(async () => {
    database.close();
    await deleteAccountDatabase(JID);
  });

  it('a contact can be put on hold as long as a page offers it', async () => {
    expect(lines.canHold(MARIA)).to.equal(false);
    expect(await lines.hold(MARIAS)).to.equal(false);
    const view = openPage();
    expect(lines.canHold(MARIA)).to.equal(true);
    expect(lines.canHold({ ...MARIA, media: 'email' })).to.equal(false);
    expect(lines.canHold({ ...MARIA, status: 'ended' })).to.equal(false);
    expect(await lines.hold(MARIAS)).to.equal(true);
    expect(await lines.hold(MARIAS)).to.equal(true);
    telephony.remove(view);
    expect(lines.canHold(MARIA)).to.equal(false);
    expect(await lines.retrieve(MARIAS)).to.equal(false);
    expect([asked, statuses()]).to.deep.equal([['hold maria'], ['maria held']]);
  });

  it('a contact is not put on hold in the place of a call that is gone, even if the page has named the interaction as the call was', async () => {
    openPage();
    const gone: Line = { of: 'call', id: 'maria' };
    expect([await lines.hold(gone), asked, statuses()]).to.deep.equal([false, [], ['maria active']]);
    await lines.hold(MARIAS);
    expect([await lines.retrieve(gone), statuses()]).to.deep.equal([false, ['maria held']]);
  });

  it('a page that does not answer, throws or gives an invalid answer has not done it', async () => {
    const wrong = 'yes' as unknown as TelephonyAnswer;
    for (const answer of [silence, () => Promise.reject(new Error('no')), () => wrong]) {
      const view = openPage(answer);
      expect(await lines.hold(MARIAS)).to.equal(false);
      telephony.remove(view);
    }
    expect(statuses()).to.deep.equal(['maria active']);
  });

  it('of two pages the newer is asked first, and the other one if that has not done it', async () => {
    openPage();
    const newest = openPage((what) => (asked.push('by the newest'), { isDone: what === 'retrieve maria' }));
    expect(await lines.hold(MARIAS)).to.equal(true);
    expect(await lines.retrieve(MARIAS)).to.equal(true);
    expect(asked).to.deep.equal(['hold maria', 'by the newest', 'hold maria', 'retrieve maria', 'by the newest']);
    telephony.remove(newest);
  });

  it('a page that is closed while it is asked is not waited for', async () => {
    telephony = new Telephony(() => undefined, 60_000);
    lines = new Lines({
      calls,
      interactions,
      mediaHosts: new MediaHosts(new MediaPages(undefined), deaf, new Log()),
      telephony,
      now: () => 9,
      log: new Log(),
    });
    openPage();
    const leaving = openPage((): Promise<TelephonyAnswer> => (setTimeout(() => telephony.remove(leaving)), silence()));
    expect(await lines.hold(MARIAS)).to.equal(true);
    expect(asked).to.deep.equal(['hold maria', 'hold maria']);
  });

  it('pages are asked for the interactions of their own origin, by their own ids', async () => {
    openPage(undefined, 'https://other.example');
    const owned: Interaction = { ...JAN, id: 'digest', owner: { origin: 'https://crm.example', id: 'jan' } };
    interactions.open(owned);
    expect([lines.canHold(MARIA), lines.canHold(owned)]).to.deep.equal([false, false]);
    openPage(undefined, 'https://crm.example');
    expect(await lines.hold({ of: 'interaction', id: 'digest' })).to.equal(true);
    expect([asked, statuses()]).to.deep.equal([['hold jan'], ['maria active', 'digest held']]);
  });

  it('to retrieve a contact while another call is live puts that call on hold first', async () => {
    openPage();
    calls.put(CALL);
    interactions.update('maria', { status: 'held' });
    expect(await lines.retrieve(MARIAS)).to.equal(true);
    expect(asked).to.deep.equal(['call {"isHeld":true}', 'retrieve maria']);
    expect([isCallHeld(), statuses()]).to.deep.equal([true, ['maria active']]);
    expect(await lines.retrieve(BENS)).to.equal(true);
    expect([isCallHeld(), statuses()]).to.deep.equal([false, ['maria held']]);
  });

  it('if one of several can not be put on hold, the others are retrieved', async () => {
    openPage((what) => ({ isDone: what !== 'hold jan' }));
    interactions.open(JAN);
    calls.put(CALL);
    expect(await lines.holdOthers()).to.equal(undefined);
    expect(asked).to.deep.equal(['call {"isHeld":true}', 'hold maria', 'hold jan', 'call {"isHeld":false}', 'retrieve maria']);
    expect([isCallHeld(), statuses()]).to.deep.equal([false, ['maria active', 'jan active']]);
  });

  it('after a call its contact is retrieved, unless they have hung up or the agent talks to somebody by now', async () => {
    openPage();
    expect(await lines.holdOthers()).to.deep.equal([MARIAS]);
    await lines.retrieveAfter([MARIAS]);
    expect(statuses()).to.deep.equal(['maria active']);
    await lines.holdOthers();
    interactions.open(JAN);
    await lines.retrieveAfter([MARIAS]);
    expect(statuses()).to.deep.equal(['maria held', 'jan active']);
    interactions.close('jan');
    interactions.update('maria', { status: 'ended' });
    await lines.retrieveAfter([MARIAS]);
    expect([asked, statuses()]).to.deep.equal([['hold maria', 'retrieve maria', 'hold maria'], ['maria ended']]);
  });

  it('a contact who hangs up while the page puts them on hold counts as gone', async () => {
    let answer: (done: TelephonyAnswer) => void = () => undefined;
    openPage(() => new Promise((resolve) => (answer = resolve)));
    const holding = lines.hold(MARIAS);
    await waitUntil(() => asked.length === 1);
    interactions.update('maria', { status: 'ended' });
    answer({ isDone: true });
    await holding;
    expect(statuses()).to.deep.equal(['maria ended']);
  });
});
