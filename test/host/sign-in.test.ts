import { expect } from '@open-wc/testing';
import { openDB } from 'idb';
import { Desk } from './desk.ts';
import { channelOfMessagePort } from '../../src/channel/message-port.ts';
import { RemoteWorkspace } from '../../src/channel/remote-workspace.ts';
import { listenAt } from './memory-socket.ts';
import { ServerEnd } from './server-end.ts';
import { admit } from './server-sign-in.ts';

describe('signing in', () => {
  let server: ServerEnd;
  let desks: Desk[];
  /** The same server at another address. */
  let elsewhere: string;
  let closeElsewhere: () => void;

  beforeEach(() => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    server.addAccount('anna');
    elsewhere = `wss://elsewhere.${server.domain}/xmpp-websocket`;
    closeElsewhere = listenAt(elsewhere, (line) => admit(line, server));
    desks = [];
  });

  afterEach(async () => {
    for (const desk of desks.reverse()) await desk.leave();
    closeElsewhere();
    server.close();
  });

  const open = () => {
    const desk = new Desk(server, 'anna');
    desks.push(desk);
    return desk;
  };

  /** From now on the server says nothing to who connects to its own address. @returns resolves when somebody does */
  const fallSilent = () => new Promise<void>((resolve) => listenAt(server.address, () => resolve()));

  const secret = (desk: Desk) => ({ jid: desk.jid, password: server.accounts.get(desk.jid)?.password ?? '', isKept: true });

  it('goes on where a page signs out before its agent is back', async () => {
    const anna = await open().signIn('password', { isKept: true });
    void fallSilent();
    // Its browser has ended: nobody tells the host.
    desks = desks.filter((desk) => desk !== anna);
    const again = open();
    // At once, while the host that starts anew is still on its way to the server that it remembers.
    const left = again.workspace.commands.signOut({});
    expect(await again.workspace.commands.signIn({ ...secret(anna), service: elsewhere })).to.deep.equal({});
    expect(await left).to.deep.equal({});
    const { me } = await again.until(({ connection }) => connection.status === 'connected', 'connected');
    expect(me?.jid).to.equal(anna.jid);
  });

  it('begins to connect while what is stored is being read, and signs in on that connection', async () => {
    let connections = 0;
    const begun = new Promise<void>((resolve) =>
      listenAt(server.address, (line) => {
        connections += 1;
        admit(line, server);
        resolve();
      }),
    );
    const anna = open();
    await anna.until(({ connection }) => connection.status === 'signed-out', 'nobody is signed in');
    const database = await openDB('backchannel');
    const { store } = database.transaction('accounts', 'readwrite');
    let isHeld = true;
    const held = (async () => {
      while (isHeld) await store.count();
    })();
    const signedIn = anna.workspace.commands.signIn({ ...secret(anna), service: server.address });
    await begun;
    isHeld = false;
    await held;
    database.close();
    expect(await signedIn).to.deep.equal({});
    expect(connections).to.equal(1);
  });

  it('says that the account is open elsewhere where another host of the browser doesn’t leave it, and goes on when it does', async () => {
    const anna = open();
    let leave = (): void => undefined;
    const isHeld = new Promise<void>((held) => {
      const hold = () => new Promise<void>((end) => ((leave = end), held()));
      void navigator.locks.request(`backchannel stream ${anna.jid}`, hold);
    });
    await isHeld;
    const signIn = () => anna.workspace.commands.signIn({ ...secret(anna), service: server.address });
    const refused = await signIn();
    expect(refused).to.include({ refused: 'sign-in', problem: 'open-elsewhere' });
    await anna.until(({ connection }) => connection.status === 'signed-out', 'signed out');
    leave();
    expect(await signIn()).to.deep.equal({});
  }).timeout(20_000);

  it('shows the team of a server whose domain is written in ASCII, as xn--…', async () => {
    const ascii = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.xn--bcher-kva.example`);
    for (const logon of ['anna', 'ben']) ascii.addAccount(logon);
    const anna = new Desk(ascii, 'anna');
    try {
      await anna.signIn();
      await anna.untilSlice(
        { kind: 'targets', search: '', filter: 'all', first: 0, count: 10 },
        ({ rows }) => rows.some((row) => row.kind === 'agent' && row.jid === `ben@${ascii.domain}`),
        'ben',
      );
    } finally {
      await anna.leave();
      ascii.close();
    }
  });

  it('leaves what views show as it is when it begins in the place of another host', async () => {
    server.addAccount('ben');
    const anna = await open().signIn('password', { isKept: true });
    const shown: string[] = [];
    let isFirst = true;
    let atHost: ReturnType<typeof channelOfMessagePort> | undefined;
    const view = new RemoteWorkspace(() => {
      const { port1, port2 } = new MessageChannel();
      atHost = channelOfMessagePort(port1);
      // The second host begins when the view asks for it.
      (isFirst ? anna : open()).host.connectView(atHost);
      return channelOfMessagePort(port2);
    });
    const follow = () =>
      new Promise<void>((resolve) => {
        view.subscribe({ kind: 'targets', search: '', filter: 'all', first: 0, count: 10 }, ({ total }) => {
          shown.push(`${total} targets`);
          if (total > 0) resolve();
        });
      });
    const isShown = follow();
    let noteName: () => void = () => undefined;
    const isNameShown = new Promise<void>((resolve) => (noteName = resolve));
    const isWaiting = new Promise<void>((resolve) => {
      view.subscribe({ kind: 'overview' }, ({ me, connection }) => {
        shown.push(me ? 'Anna' : connection.status);
        if (me) noteName();
        // The host before still holds the stream.
        if (connection.status === 'waiting') resolve();
      });
    });
    await Promise.all([isShown, isNameShown]);
    isFirst = false;
    shown.length = 0;
    atHost?.close();
    await isWaiting;
    expect([...new Set(shown)].sort()).to.deep.equal(['2 targets', 'Anna']);
    view.close();
  });

  it('takes an agent who is offline to another server that a page knows of', async () => {
    const anna = await open().signIn('password', { isKept: true });
    const isTried = fallSilent();
    server.streamOf('anna').line.cut();
    await anna.until(({ connection }) => connection.status !== 'connected', 'offline');
    await isTried;
    const other = anna.openView();
    expect(await other.commands.signIn({ ...secret(anna), service: elsewhere })).to.deep.equal({});
    await anna.until(({ connection }) => connection.status === 'connected', 'connected again');
    other.close();
  });
});
