import { expect } from '@open-wc/testing';
import type { IdentifyOptions, IssuerTokens } from '../../src/background/stream/issuer-tokens.ts';
import { StreamFailure } from '../../src/background/stream/stream-failure.ts';
import type { Policy } from '../../src/model/policy.ts';
import { ChangingPolicy } from './changing-policy.ts';
import { Desk } from './desk.ts';
import { ServerEnd } from './server-end.ts';

const SIGN_IN: Policy['signIn'] = { issuer: 'https://id.example', clientId: 'backchannel', domain: 'support.example' };

/** An organisation's issuer, as far as the session host knows it. */
class FakeIssuer implements IssuerTokens {
  /** Whom the issuer knows without asking. */
  known: string | undefined;
  /** Who signs in on the issuer's page. */
  onPage: string | undefined;
  /** The token that it gives. */
  token = '';
  readonly asked: IdentifyOptions[] = [];
  forgotten = 0;
  end: (failure: StreamFailure) => void = () => undefined;

  identify(options: IdentifyOptions): Promise<string | undefined> {
    this.asked.push(options);
    const agent = options.isInteractive ? this.onPage : this.known;
    if (agent === undefined) return Promise.reject(new StreamFailure('sign-in-needed'));
    this.known = agent;
    return Promise.resolve(agent);
  }

  get({ agent }: { readonly agent: string }): Promise<string> {
    return this.known === agent ? Promise.resolve(this.token) : Promise.reject(new StreamFailure('sign-in-needed'));
  }

  forget(exceptOf: string | undefined): Promise<void> {
    if (exceptOf === undefined || exceptOf !== this.known) this.known = undefined;
    this.forgotten += 1;
    return Promise.resolve();
  }

  onEnd(listener: (failure: StreamFailure) => void): void {
    this.end = listener;
  }
}

describe('signing in at the organisation’s issuer', () => {
  let server: ServerEnd;
  let issuer: FakeIssuer;
  let desks: Desk[];

  beforeEach(() => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    server.addAccount('anna');
    server.addAccount('ben');
    issuer = new FakeIssuer();
    issuer.token = 'token-anna';
    desks = [];
  });

  afterEach(async () => {
    for (const desk of desks.reverse()) await desk.leave();
    server.close();
  });

  const anna = () => `anna@${server.domain}`;

  function open(decided: Partial<Policy> = {}): Desk {
    const policy = new ChangingPolicy({ signIn: SIGN_IN, service: server.address, ...decided });
    const desk = new Desk(server, 'anna', { tokens: issuer, policy });
    desks.push(desk);
    return desk;
  }

  const connected = (desk: Desk) => desk.until(({ connection }) => connection.status === 'connected', 'connected');
  const signedOut = async (desk: Desk) => {
    const { connection } = await desk.until((overview) => overview.connection.status === 'signed-out', 'signed out');
    return connection;
  };

  it('asks for no password, and opens the issuer’s page only at the press of the button', async () => {
    const desk = open();
    expect(await signedOut(desk)).to.include({ by: 'token' });
    expect(issuer.asked).to.deep.equal([{ isInteractive: false }]);
    issuer.onPage = anna();
    expect(await desk.workspace.commands.signIn({})).to.deep.equal({});
    const { me } = await connected(desk);
    expect(me?.jid).to.equal(anna());
  });

  it('signs in without a press whom the issuer knows', async () => {
    issuer.known = anna();
    const { me } = await connected(open());
    expect(me?.jid).to.equal(anna());
  });

  it('goes on after a restart as the agent who was signed in', async () => {
    issuer.known = anna();
    const first = open();
    await connected(first);
    // The browser has stopped the host, which nobody tells it.
    desks = [];
    const again = open();
    await again.until(({ me }) => me?.jid === anna(), 'Anna is here');
  });

  it('signs nobody in by itself where several use the computer', async () => {
    issuer.known = anna();
    const desk = open({ isSharedComputer: true });
    expect(await signedOut(desk)).to.include({ by: 'token' });
    expect(issuer.asked).to.deep.equal([]);
  });

  it('ends the session with its reason when the issuer ends the sign-in', async () => {
    issuer.known = anna();
    const desk = open();
    await connected(desk);
    issuer.known = undefined;
    issuer.end(new StreamFailure('sign-in-needed'));
    expect(await signedOut(desk)).to.include({ problem: 'sign-in-needed', by: 'token' });
    expect(server.accounts.get(anna())?.streams.size).to.equal(0);
  });

  it('forgets the tokens when the agent signs out, and keeps those of who comes in their place', async () => {
    issuer.known = anna();
    const desk = open();
    await connected(desk);
    issuer.onPage = `ben@${server.domain}`;
    issuer.token = 'token-ben';
    expect(await desk.workspace.commands.signIn({})).to.deep.equal({});
    await desk.until(({ me, connection }) => me?.logon === 'ben' && connection.status === 'connected', 'Ben is here');
    expect(issuer.known).to.equal(`ben@${server.domain}`);
    await desk.workspace.commands.signOut({});
    expect(issuer.known).to.equal(undefined);
  });

  it('unlocks the desk by a new proof of who the agent is, and by nobody else’s', async () => {
    issuer.known = anna();
    const desk = open();
    await connected(desk);
    await desk.workspace.commands.lock({});
    const { lock } = await desk.until((overview) => overview.lock !== undefined, 'locked');
    expect(lock?.by).to.equal('issuer');
    issuer.onPage = `ben@${server.domain}`;
    expect(await desk.workspace.commands.unlock({})).to.include({ refused: 'sign-in', problem: 'other-account' });
    issuer.onPage = anna();
    expect(await desk.workspace.commands.unlock({})).to.deep.equal({});
    await desk.until((overview) => overview.lock === undefined, 'unlocked');
    expect(issuer.asked.at(-1)).to.deep.equal({ isInteractive: true, hint: anna(), isProof: true });
  });
});
