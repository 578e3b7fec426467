import { Desk, openDesks } from './desk.ts';
import { expect } from '@open-wc/testing';
import { loadDeskCode } from '../../src/background/host/desk/desk-code.ts';

describe('an empty desk', () => {
  let at: Awaited<ReturnType<typeof openDesks<'ben'>>>;
  let anna: Desk;
  let loads: number;
  let failures: number;

  beforeEach(async () => {
    at = await openDesks('ben');
    at.server.addAccount('anna');
    loads = 0;
    failures = 0;
    anna = openAnna();
  });

  afterEach(async () => {
    failures = 0;
    await anna.leave();
    await at.close();
  });

  const openAnna = () =>
    new Desk(at.server, 'anna', {
      loadDeskCode: () => {
        loads += 1;
        return loads > failures ? loadDeskCode() : Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
      },
    });
  const loadedAt = (slice: { readonly isLoaded: boolean }) => (slice.isLoaded ? loads : undefined);

  it('is opened after the first list, and without being asked for', async () => {
    let atFirstList: number | undefined;
    anna.workspace.subscribe({ kind: 'targets', search: '', filter: 'all', first: 0, count: 50 }, (slice) => {
      atFirstList ??= loadedAt(slice);
    });
    await anna.signIn();
    while (loads === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(atFirstList).to.equal(0);
  });

  it('is opened with the first thing that comes to it, and shows all in order', async () => {
    await anna.signIn();
    const { ben } = at.desks;
    const sessionId = await ben.talkWith(anna);
    for (const body of ['one', 'two', 'three']) await ben.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body });
    expect(await anna.messages(sessionId, 3)).to.deep.equal(['one', 'two', 'three']);
  });

  it('loses nothing while its code can’t be loaded: what comes is read again, in its order, and what is asked is answered', async () => {
    failures = 3;
    await anna.signIn();
    const { ben } = at.desks;
    const from = `from="${ben.jid}/phone" to="${anna.jid}"`;
    for (const body of ['one', 'two', 'three'])
      at.server.deliver(`<message xmlns="jabber:client" ${from} type="chat" id="${body}"><body>${body}</body></message>`);
    const { id } = await anna.session('ben', 'invited');
    expect(loads).to.be.above(failures);
    expect(await anna.messages(id, 3)).to.deep.equal(['one', 'two', 'three']);
  });

  it('refuses what the agent does while its code can’t be loaded, and does it the next time', async () => {
    await anna.signIn();
    failures = loads + 1;
    const { setStatus } = anna.workspace.commands;
    expect(await setStatus({ availability: 'not-ready' })).to.deep.equal({ refused: 'not-possible-now' });
    expect(await setStatus({ availability: 'not-ready' })).to.deep.equal({});
  });

  it('that is in use is shown from the beginning', async () => {
    await anna.signIn('password', { isKept: true });
    const sessionId = await at.desks.ben.talkWith(anna);
    const again = openAnna();
    const { sessions } = await again.until(({ me }) => me !== undefined, 'she is signed in as before');
    expect(sessions.map(({ id }) => id)).to.deep.equal([sessionId]);
    await again.leave();
  });
});
