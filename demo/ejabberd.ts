import { join, resolve } from 'node:path';
import { EjabberdNode } from './ejabberd-node.ts';
import { findFreePort } from './free-port.ts';
import type { RosterGroup, ServerAccount } from './server-accounts.ts';

export interface EjabberdOptions {
  /** The folder of everything that this server writes. */
  readonly folder: string;
  readonly accounts: readonly ServerAccount[];
  readonly groups: readonly RosterGroup[];
  readonly resumeSeconds?: number;
  /** How many nodes it has. Several are a cluster: an agent of any of them reaches the agents of all. */
  readonly nodes?: number;
}

/** A private ejabberd of one or more Erlang nodes. It doesn't touch the machine's own ejabberd. */
export class Ejabberd {
  /** Starts the server, and creates accounts and groups; resolves when it accepts connections. */
  static async start({ folder: given, accounts, groups, resumeSeconds = 60, nodes: count = 1 }: EjabberdOptions): Promise<Ejabberd> {
    const home = resolve(given);
    const clusterPort = await findFreePort();
    const nodes: EjabberdNode[] = [];
    for (let place = 1; place <= count; place += 1) {
      const cluster = count > 1 ? { place } : {};
      nodes.push(await EjabberdNode.start({ folder: join(home, `node-${place}`), home, clusterPort, resumeSeconds, ...cluster }));
      // Of two that join at once, one may copy the database before the other is known in it.
      await nodes.at(-1)?.joined(place);
    }
    const ejabberd = new Ejabberd(nodes);
    await ejabberd.#addAccounts(accounts, groups);
    return ejabberd;
  }

  private constructor(readonly nodes: readonly EjabberdNode[]) {}

  /** The WebSocket endpoint (RFC 7395) of the first node. */
  get websocket(): string {
    return this.websockets[0] ?? '';
  }

  /** The WebSocket endpoints of all nodes. */
  get websockets(): readonly string[] {
    return this.nodes.map(({ websocket }) => websocket);
  }

  /** Ends the server by SIGTERM, and after some seconds by SIGKILL. Tests pass SIGKILL to let it crash. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop(signal)));
  }

  /** Starts the server again after `stop`, at the same ports. */
  async restart(): Promise<void> {
    await this.stop();
    await Promise.all(this.nodes.map((node) => node.start()));
  }

  async #addAccounts(accounts: readonly ServerAccount[], groups: readonly RosterGroup[]): Promise<void> {
    const [first] = this.nodes;
    for (const { username: user, password } of accounts) await first?.call('register', { user, host: 'localhost', password });
    for (const { name, members } of groups) {
      await first?.call('srg_create', { group: name, host: 'localhost', label: name, description: '', display: name });
      for (const { jid } of members) {
        const [user = ''] = jid.split('@');
        await first?.call('srg_user_add', { user, host: 'localhost', group: name, grouphost: 'localhost' });
      }
    }
  }
}
