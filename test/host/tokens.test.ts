import { expect } from '@open-wc/testing';
import type { PageAnswer } from '../../src/channel/page-contacts.ts';
import type { PageTokens } from '../../src/channel/page-tokens.ts';
import type { RemoteWorkspace } from '../../src/channel/remote-workspace.ts';
import type { ConnectionState } from '../../src/model/workspace.ts';
import { Desk } from './desk.ts';
import { ServerEnd } from './server-end.ts';

/** A page that gives tokens, and what it was asked. */
class TokenPage implements PageTokens {
  readonly asked: { readonly refused?: string }[] = [];

  constructor(public give: (options: { readonly refused?: string }) => PageAnswer | Promise<PageAnswer>) {}

  call(options: { readonly refused?: string }): Promise<PageAnswer> {
    this.asked.push(options);
    return Promise.resolve(this.give(options));
  }
}

describe('signing in by tokens', () => {
  let server: ServerEnd;
  let desks: Desk[];
  let views: RemoteWorkspace[];

  beforeEach(() => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    server.addAccount('anna');
    desks = [];
    views = [];
  });

  afterEach(async () => {
    for (const view of views) view.close();
    for (const desk of desks) await desk.leave();
    server.close();
  });

  const account = () => {
    const found = server.accounts.get(`anna@${server.domain}`);
    if (!found) throw new Error('No account');
    return found;
  };

  function openDesk(tokens?: TokenPage): Desk {
    const desk = new Desk(server, 'anna', tokens ? { offers: { tokens } } : {});
    desks.push(desk);
    return desk;
  }

  const isConnected = ({ connection }: { readonly connection: ConnectionState }) => connection.status === 'connected';
  const signIn = (desk: Desk, token?: string) => desk.workspace.commands.signIn({ jid: desk.jid, token, service: server.address });

  /** Signs in, and has the token end while the connection is open, as tokens do. */
  async function connect(desk: Desk, token?: string): Promise<void> {
    expect(await signIn(desk, token)).to.deep.equal({});
    await desk.until(isConnected, 'connected');
  }

  /** Cuts the connection, and brings the next attempt forward. */
  async function cut(desk: Desk): Promise<void> {
    server.streamOf('anna').line.cut();
    await desk.until(({ connection }) => connection.status !== 'connected', 'cut');
    dispatchEvent(new Event('online'));
  }

  const endedState = async (desk: Desk) =>
    (await desk.until(({ connection }) => connection.status === 'signed-out', 'signed out')).connection;

  it('asks the page before each attempt, so that a token that ends in mid-session is no reason to sign out: the stream is resumed by the next one', async () => {
    const page = new TokenPage(() => ({ value: account().token }));
    const desk = openDesk(page);
    await connect(desk);
    let how: string | undefined;
    server.onStream = (_stream, given) => (how = given);
    account().token = 'second';
    await cut(desk);
    await desk.until(isConnected, 'connected by the second token');
    expect(how).to.equal('resumed');
    expect(page.asked).to.deep.equal([{}, {}]);
  });

  it('asks once more with the token that was refused, and signs in by the other one', async () => {
    const page = new TokenPage(({ refused }) => ({ value: refused === 'stale' ? account().token : 'stale' }));
    await connect(openDesk(page));
    expect(page.asked).to.deep.equal([{}, { refused: 'stale' }]);
  });

  for (const [what, second] of [
    ['another bad token', 'also-bad'],
    ['the same token', 'bad'],
  ] as const) {
    it(`gives up when the page gives ${what} in place of a refused one, and says that no password is asked for`, async () => {
      const page = new TokenPage(({ refused }) => ({ value: refused === undefined ? 'bad' : second }));
      const desk = openDesk(page);
      expect(await signIn(desk)).to.include({ refused: 'sign-in', problem: 'token-refused' });
      expect(page.asked).to.deep.equal([{}, { refused: 'bad' }]);
      expect(await endedState(desk)).to.include({ problem: 'token-refused', by: 'token' });
      // The agent presses the button, and the page has a good one by now.
      page.give = () => ({ value: account().token });
      expect(await desk.workspace.commands.signIn({})).to.deep.equal({});
      await desk.until(isConnected, 'connected');
    });
  }

  it('shows why when a lost connection finds its tokens refused, and goes on with what it had when the button is pressed', async () => {
    const page = new TokenPage(() => ({ value: account().token }));
    const desk = openDesk(page);
    await connect(desk);
    page.give = () => ({ value: 'bad' });
    await cut(desk);
    expect(await endedState(desk)).to.include({ problem: 'token-refused', by: 'token' });
    page.give = () => ({ value: account().token });
    expect(await desk.workspace.commands.signIn({})).to.deep.equal({});
    await desk.until(isConnected, 'connected');
  });

  it('goes on trying while the page can’t get a token, and says so', async () => {
    const page = new TokenPage(() => ({ value: account().token }));
    const desk = openDesk(page);
    await connect(desk);
    page.give = () => ({ problem: 'unreachable' });
    await cut(desk);
    await desk.until(
      ({ connection }) => connection.status === 'reconnecting' && connection.problem === 'issuer-unreachable',
      'the issuer can’t be reached',
    );
    page.give = () => ({ value: account().token });
    dispatchEvent(new Event('online'));
    await desk.until(isConnected, 'connected');
  });

  it('goes on trying while the server can’t ask whose a token is', async () => {
    const page = new TokenPage(() => ({ value: account().token }));
    const desk = openDesk(page);
    await connect(desk);
    server.tokenFailure = 'temporary-auth-failure';
    await cut(desk);
    await desk.until(
      ({ connection }) => connection.status === 'reconnecting' && connection.problem === 'issuer-unreachable',
      'the issuer can’t be reached',
    );
    server.tokenFailure = undefined;
    dispatchEvent(new Event('online'));
    await desk.until(isConnected, 'connected');
  });

  it('ends with its reason when the page has no token any more', async () => {
    const page = new TokenPage(() => ({ value: account().token }));
    const desk = openDesk(page);
    await connect(desk);
    page.give = () => ({ value: undefined });
    await cut(desk);
    expect(await endedState(desk)).to.include({ problem: 'sign-in-needed', by: 'token' });
  });

  it('says that a token is somebody else’s', async () => {
    const desk = openDesk(new TokenPage(() => ({ value: account().token })));
    server.tokenFailure = 'invalid-authzid';
    expect(await signIn(desk)).to.include({ refused: 'sign-in', problem: 'other-account' });
  });

  it('takes the token of a page that gives it while another one is held, which the next attempt uses', async () => {
    const desk = openDesk();
    await connect(desk, account().token);
    account().token = 'second';
    expect(await signIn(desk, 'second')).to.deep.equal({});
    await cut(desk);
    await desk.until(isConnected, 'connected by the second token');
  });

  it('makes one connection when two views give tokens at once, and holds the one that came last', async () => {
    const desk = openDesk();
    const other = desk.openView();
    views.push(other);
    const first = account().token;
    const both = [signIn(desk, first), other.commands.signIn({ jid: desk.jid, token: 'second', service: server.address })];
    expect(await Promise.all(both)).to.deep.equal([{}, {}]);
    await desk.until(isConnected, 'connected');
    server.streamOf('anna');
    account().token = 'second';
    await cut(desk);
    await desk.until(isConnected, 'connected by the second token');
  });

  it('asks another page at once when the one that it asks is closed', async () => {
    const first = new TokenPage(() => ({ value: account().token }));
    const desk = openDesk(first);
    let isAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    const silent = new TokenPage(() => {
      isAsked();
      return new Promise(() => undefined);
    });
    const other = desk.openView([], { tokens: silent });
    views.push(other);
    await desk.until(({ connection }) => connection.status === 'signed-out', 'started');
    const signingIn = signIn(desk);
    await asked;
    const closedAt = performance.now();
    other.close();
    expect(await signingIn).to.deep.equal({});
    // A page that is there and silent is waited for for eight seconds.
    expect(performance.now() - closedAt).to.be.below(4_000);
    expect(first.asked).to.deep.equal([{}]);
  });

  it('waits for the next page when the one that gave tokens is gone and the server refuses the last token', async () => {
    const desk = openDesk();
    const page = desk.openView([], { tokens: new TokenPage(() => ({ value: account().token })) });
    await desk.until(({ connection }) => connection.status === 'signed-out', 'started');
    await connect(desk);
    page.close();
    account().token = 'second';
    await cut(desk);
    await desk.until(
      ({ connection }) => connection.status === 'reconnecting' && connection.problem === 'issuer-unreachable',
      'nobody gives a token',
    );
    views.push(desk.openView([], { tokens: new TokenPage(() => ({ value: account().token })) }));
    await desk.until(isConnected, 'connected');
  });

  it('asks no password after Sign Out as long as a page gives tokens; the button signs the same agent in again', async () => {
    const desk = openDesk(new TokenPage(() => ({ value: account().token })));
    await connect(desk);
    await desk.workspace.commands.signOut({});
    expect(await endedState(desk)).to.deep.equal({ status: 'signed-out', by: 'token' });
    expect(await desk.workspace.commands.signIn({})).to.deep.equal({});
    await desk.until(isConnected, 'connected');
  });

  it('asks for a password after Sign Out where no page gives tokens', async () => {
    const desk = openDesk();
    await connect(desk, account().token);
    await desk.workspace.commands.signOut({});
    expect(await endedState(desk)).to.deep.equal({ status: 'signed-out' });
  });

  it('stores no token', async () => {
    account().token = 'token-that-is-nowhere';
    await connect(openDesk(new TokenPage(() => ({ value: account().token }))));
    const found: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
      });
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => (reading.onsuccess = resolve));
        found.push(JSON.stringify(reading.result));
      }
      database.close();
    }
    expect(found.join()).to.include(account().jid);
    expect(found.join()).not.to.include('token-that-is-nowhere');
  });
});
