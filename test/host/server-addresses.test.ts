// It comes first, because it puts its WebSocket in place of the browser's.
import { Desk } from './desk.ts';
import { expect } from '@open-wc/testing';
import { listenAt, outOfReach } from './memory-socket.ts';
import { ServerEnd } from './server-end.ts';
import { admit } from './server-sign-in.ts';

describe('a messaging server that has two addresses', () => {
  const second = 'wss://second.example/xmpp-websocket';
  let server: ServerEnd;
  let anna: Desk;
  let isFirstDown: boolean;
  let stop: (() => void)[];

  beforeEach(() => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    server.addAccount('anna');
    isFirstDown = false;
    stop = [
      server.close,
      listenAt(server.address, (line) => (isFirstDown ? line.cut() : admit(line, server))),
      listenAt(second, (line) => admit(line, server)),
    ];
    anna = new Desk(server, 'anna');
  });

  afterEach(async () => {
    outOfReach.clear();
    await anna.leave();
    for (const end of stop) end();
  });

  const signIn = () => {
    const { token } = server.accounts.get(anna.jid) ?? {};
    return anna.workspace.commands.signIn({ jid: anna.jid, token, service: `${server.address} ${second}` });
  };
  const isConnected = ({ connection }: { readonly connection: { readonly status: string } }) => connection.status === 'connected';

  it('is signed in to at the second, at once, when the first is down', async () => {
    isFirstDown = true;
    expect(await signIn()).to.deep.equal({});
    await anna.until(isConnected, 'connected');
  });

  it('is signed in to at the second when the first gives no answer', async () => {
    outOfReach.add(server.address);
    expect(await signIn()).to.deep.equal({});
    await anna.until(isConnected, 'connected');
  });

  it('is asked once when it refuses a token, because it would at the other address too', async () => {
    let attempts = 0;
    stop.push(listenAt(second, () => (attempts += 1)));
    server.tokenFailure = 'invalid-authzid';
    expect(await signIn()).to.include({ problem: 'other-account' });
    expect(attempts).to.equal(0);
  });

  it('goes on with a stream at the second when the first goes down, and at the first again when the second does', async () => {
    await signIn();
    await anna.until(isConnected, 'connected');
    for (const goesDown of ['first', 'second']) {
      const resumed = new Promise<string>((resolve) => (server.onStream = (_stream, how) => resolve(how)));
      isFirstDown = goesDown === 'first';
      if (goesDown === 'second') stop.push(listenAt(second, (line) => line.cut()));
      server.streamOf('anna').line.cut();
      expect(await resumed).to.equal('resumed');
      await anna.until(isConnected, `connected when the ${goesDown} is down`);
    }
  });

  it('is said to be out of reach when both are down', async () => {
    isFirstDown = true;
    stop.push(listenAt(second, (line) => line.cut()));
    expect(await signIn()).to.include({ refused: 'sign-in', problem: 'not-an-xmpp-server' });
  });
});
