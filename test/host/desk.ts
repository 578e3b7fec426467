// This import comes first, because it puts its WebSocket in place of the browser's before StanzaJS takes that.
import { ServerEnd } from './server-end.ts';
import { SessionHost } from '../../src/background/host/session-host.ts';
import type { SessionHostOptions } from '../../src/background/host/session-host-options.ts';
import type { Query, QueryOf, Slices } from '../../src/channel/contract.ts';
import { channelOfMessagePort } from '../../src/channel/message-port.ts';
import { type PageOffers, RemoteWorkspace } from '../../src/channel/remote-workspace.ts';
import type { ImSessionView, Overview } from '../../src/model/workspace.ts';

/** How long a condition may take to come true, on a busy machine, too. Nothing waits for the time itself. */
const DEADLINE_MS = 45_000;

/** The host's options, and what the view's page brings. */
export type DeskOptions = Partial<SessionHostOptions> & { readonly offers?: PageOffers };

/** An agent's session host with one view of it. */
export class Desk {
  readonly host: SessionHost;
  readonly workspace: RemoteWorkspace;
  readonly jid: string;

  constructor(
    readonly server: ServerEnd,
    readonly logon: string,
    { offers, ...options }: DeskOptions = {},
  ) {
    this.jid = `${logon}@${server.domain}`;
    this.host = new SessionHost({ profile: `test ${this.jid}`, ...options });
    this.workspace = this.openView([], offers);
  }

  /** One more view. @param heard Gets whatever the host says to it, as JSON */
  openView(heard: string[] = [], offers?: PageOffers): RemoteWorkspace {
    return new RemoteWorkspace(() => {
      const { port1, port2 } = new MessageChannel();
      this.host.connectView(channelOfMessagePort(port1));
      const channel = channelOfMessagePort(port2);
      return {
        ...channel,
        onMessage: (handler) =>
          channel.onMessage((message) => {
            heard.push(JSON.stringify(message));
            handler(message);
          }),
      };
    }, offers);
  }

  /** Signs in. Resolves when the archive has been read. */
  async signIn(
    by: 'token' | 'password' = 'token',
    more: { readonly isKept?: boolean; readonly isUnlocking?: boolean } = {},
  ): Promise<this> {
    const secret = this.server.accounts.get(this.jid)?.[by] ?? '';
    const { refused } = await this.workspace.commands.signIn({
      jid: this.jid,
      [by]: secret,
      service: this.server.address,
      isKept: false,
      ...more,
    });
    if (refused) throw new Error(`${this.logon} could not sign in: ${refused}`);
    await this.until(({ connection }) => connection.status === 'connected', `${this.logon} is connected`);
    return this;
  }

  /** Resolves with the first overview for which the condition holds. */
  until(isSo: (overview: Overview) => boolean, what: string, deadlineMs = DEADLINE_MS): Promise<Overview> {
    return this.untilSlice({ kind: 'overview' }, isSo, what, deadlineMs);
  }

  /** Resolves with the first slice for which the condition holds. @param what What was waited for, for the error when none comes */
  untilSlice<K extends Query['kind']>(
    query: QueryOf<K>,
    isSo: (slice: Slices[K]) => boolean,
    what: string,
    deadlineMs = DEADLINE_MS,
  ): Promise<Slices[K]> {
    return new Promise((resolve, reject) => {
      let latest: Slices[K] | undefined;
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`It didn't come to it: ${what}. The last slice: ${JSON.stringify(latest)}`));
      }, deadlineMs);
      const stop = this.workspace.subscribe(query, (slice) => {
        latest = slice;
        if (!isSo(slice)) return;
        clearTimeout(timer);
        queueMicrotask(() => stop());
        resolve(slice);
      });
    });
  }

  /** The session with a colleague, once it has this status. */
  async session(peer: string, status: ImSessionView['state']['status']): Promise<ImSessionView> {
    const isIt = (session: ImSessionView) => session.peerLogon === peer && session.state.status === status;
    const { sessions } = await this.until((overview) => overview.sessions.some(isIt), `a session with ${peer} is ${status}`);
    const session = sessions.find(isIt);
    if (!session) throw new Error('It was there a moment ago.');
    return session;
  }

  /** The bodies of a session's messages, once there are as many. */
  async messages(sessionId: string, count: number, deadlineMs = DEADLINE_MS): Promise<readonly string[]> {
    const bodies = ({ entries }: Slices['transcript']) => entries.flatMap((entry) => (entry.kind === 'message' ? [entry.body] : []));
    return bodies(
      await this.untilSlice(
        { kind: 'transcript', sessionId, last: 5_000 },
        (slice) => bodies(slice).length >= count,
        `${count} messages`,
        deadlineMs,
      ),
    );
  }

  /** Invites another agent, who accepts. @returns the session's id */
  async talkWith(other: Desk): Promise<string> {
    const sessionId = crypto.randomUUID();
    const { refused } = await this.workspace.commands.invite({ sessionId, target: other.jid });
    if (refused) throw new Error(`${this.logon} could not invite ${other.logon}: ${refused}`);
    await other.session(this.logon, 'invited');
    await other.workspace.commands.accept({ sessionId });
    await Promise.all([this.session(other.logon, 'connected'), other.session(this.logon, 'connected')]);
    return sessionId;
  }

  /** Comes back on a new stream, as after its server's node has died. */
  async comeBack(): Promise<void> {
    const stream = this.server.streamOf(this.logon);
    stream.end();
    stream.line.cut();
    await this.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    globalThis.dispatchEvent(new Event('online'));
    await this.until(({ connection }) => connection.status === 'connected', 'connected');
  }

  /** Signs out, which deletes what was stored. */
  async leave(): Promise<void> {
    await this.workspace.commands.signOut({});
    this.workspace.close();
  }
}

/** Opens a server on which each of these agents has an account and a desk, and signs them in. */
export async function openDesks<const L extends string>(
  ...logons: readonly L[]
): Promise<{ readonly server: ServerEnd; readonly desks: Readonly<Record<L, Desk>>; close(): Promise<void> }> {
  // Each server has a domain of its own, so that a test that failed leaves nothing to the next one.
  const server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
  for (const logon of logons) server.addAccount(logon);
  const desks = await Promise.all(logons.map((logon) => new Desk(server, logon).signIn()));
  return {
    server,
    desks: Object.fromEntries(desks.map((desk) => [desk.logon, desk])) as Record<L, Desk>,
    close: async () => {
      await Promise.all(desks.map((desk) => desk.leave()));
      server.close();
    },
  };
}
