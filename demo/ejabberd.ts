import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { addEjabberdAccounts, addEjabberdGroups } from './ejabberd-accounts.ts';
import { EjabberdNode } from './ejabberd-node.ts';
import { findFreePort } from './free-port.ts';
import type { EjabberdConfig } from './ejabberd-config.ts';
import type { DatabaseAccess } from './postgres.ts';
import type { RosterGroup, ServerAccount } from './server-accounts.ts';

export interface EjabberdOptions extends Pick<EjabberdConfig, 'turn' | 'components' | 'hosts' | 'guestHost' | 'guestLimits'> {
  /** The folder of everything that this server writes. */
  readonly folder: string;
  readonly accounts: readonly ServerAccount[];
  readonly groups: readonly RosterGroup[];
  readonly resumeSeconds?: number;
  /** How many nodes it has. Several are a cluster: an agent of any of them reaches the agents of all. */
  readonly nodes?: number;
  /** Where the nodes of a cluster keep the archive. */
  readonly database?: DatabaseAccess;
  /** A host whose agents sign in by tokens, with the issuer's public key. The claim `jid` has an agent's address. */
  readonly sso?: {
    readonly host: string;
    readonly key: object;
    readonly accounts: readonly Pick<ServerAccount, 'username' | 'name'>[];
    /** The groups of that host's rosters. */
    readonly groups?: readonly RosterGroup[];
  };
}

const NODE = 'node-';
const nodeFolder = (place: number): string => NODE + place;
/** Whether a folder of a server's is a node's. */
export const isNodeFolder = (name: string): boolean => name.startsWith(NODE);

/** A private ejabberd of one or more Erlang nodes. It doesn't touch the machine's own ejabberd. */
export class Ejabberd {
  /** Starts the server, and creates accounts and groups; resolves when it accepts connections. */
  static async start({
    folder,
    accounts,
    groups,
    resumeSeconds = 60,
    nodes: count = 1,
    database,
    sso,
    turn,
    components,
    hosts,
    guestHost,
    guestLimits,
  }: EjabberdOptions): Promise<Ejabberd> {
    const home = resolve(folder);
    const clusterPort = await findFreePort();
    const keyFile = join(home, 'issuer.jwk');
    if (sso) {
      await mkdir(home, { recursive: true, mode: 0o700 });
      await writeFile(keyFile, JSON.stringify(sso.key));
    }
    const tokens = sso ? { sso: { host: sso.host, keyFile, claim: 'jid' } } : {};
    const nodes: EjabberdNode[] = [];
    for (let place = 1; place <= count; place += 1) {
      const cluster = count > 1 ? { place } : {};
      nodes.push(
        await EjabberdNode.start({
          folder: join(home, nodeFolder(place)),
          home,
          clusterPort,
          resumeSeconds,
          hosts,
          guestHost,
          guestLimits,
          turn,
          components,
          database,
          ...tokens,
          ...cluster,
        }),
      );
      // Of two that join at once, one may copy the database before the other is known in it.
      await nodes.at(-1)?.joined(place);
    }
    const ejabberd = new Ejabberd(nodes);
    await addEjabberdAccounts(ejabberd.control, accounts);
    await addEjabberdGroups(ejabberd.control, 'localhost', groups);
    if (sso) {
      // Without an account nothing is kept for an agent who is away. Nobody knows the password.
      await addEjabberdAccounts(
        ejabberd.control,
        sso.accounts.map((account) => ({ ...account, host: sso.host, password: randomUUID() })),
      );
      await addEjabberdGroups(ejabberd.control, sso.host, sso.groups ?? []);
    }
    return ejabberd;
  }

  private constructor(readonly nodes: readonly EjabberdNode[]) {}

  /** The WebSocket endpoint (RFC 7395) of the first node. */
  get websocket(): string {
    return this.websockets[0] ?? '';
  }

  /** The address of the first node's HTTP interface (mod_http_api). */
  get control(): string {
    return this.nodes[0]?.control ?? '';
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
}
