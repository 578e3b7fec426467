import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { askEjabberd } from './ejabberd-accounts.ts';
import { type EjabberdConfig, ejabberdConfig, TICK_SECONDS } from './ejabberd-config.ts';
import { compileEjabberdModules, ERL_LIBS } from './ejabberd-modules.ts';
import { keptPorts } from './kept-ports.ts';
import { clearLeftoverServer, ownServerFolder, type ServerFiles } from './leftover-server.ts';
import type { DatabaseAccess } from './postgres.ts';
import { ServerProcess } from './server-process.ts';

/** The files by which a running node is recognised. */
export const EJABBERD_FILES: ServerFiles = { pidFile: 'ejabberd.pid', configFile: 'ejabberd.yml' };
/** Erlang's schedulers wait by sleeping. Else they spin for a while each time, which takes the processor from what they wait for. */
const NO_SPINNING = ['+sbwt', 'none', '+sbwtdcpu', 'none', '+sbwtdio', 'none'];
const JOIN_TIMEOUT_MS = 60_000;

/** The ports of a node, on this machine. */
export interface EjabberdPorts {
  readonly http: number;
  readonly api: number;
  /** For components, where a node of a cluster takes them. */
  readonly component: number;
}

/** Where a node is, and what it is a node of. */
export interface EjabberdPlace {
  /** The folder of everything that this node writes. */
  readonly folder: string;
  /** The folder with the secret by which the nodes of a cluster trust each other, which Erlang makes. */
  readonly home: string;
  /** The node's place in a cluster, from 1 on; undefined if it is alone. */
  readonly place?: number;
  /** The port at which the nodes of a cluster reach each other. Each has an address of its own. */
  readonly clusterPort: number;
}

export interface EjabberdNodeOptions extends EjabberdPlace, Omit<EjabberdConfig, 'httpPort' | 'apiPort' | 'archive'> {
  /** Where the nodes of a cluster keep the archive. */
  readonly database?: DatabaseAccess;
}

/** One Erlang node of a private ejabberd, with its configuration, database, log and port. It ends with this process. */
export class EjabberdNode {
  static async start(options: EjabberdNodeOptions): Promise<EjabberdNode> {
    const { folder, place, database, components } = options;
    const archive = database ? { archive: { database } } : place === undefined ? { archive: { file: join(folder, 'archive.sqlite') } } : {};
    return EjabberdNode.startWith(options, ({ http, api, component }) =>
      ejabberdConfig({
        ...options,
        ...archive,
        httpPort: http,
        apiPort: api,
        components: components && place !== undefined ? { ...components, port: component } : components,
      }),
    );
  }

  /** Starts a node by a configuration of one's own. */
  static async startWith(options: EjabberdPlace, configOf: (ports: EjabberdPorts) => string | Promise<string>): Promise<EjabberdNode> {
    const { folder } = options;
    await mkdir(join(folder, 'db'), { recursive: true, mode: 0o700 });
    await clearLeftoverServer(folder, EJABBERD_FILES);
    await ownServerFolder(folder);
    const modules = await compileEjabberdModules();
    const ports = await keptPorts(join(folder, 'ports.json'), ['http', 'api', 'component']);
    await writeFile(join(folder, EJABBERD_FILES.configFile), await configOf(ports), { mode: 0o600 });
    const node = new EjabberdNode(options, ports, modules);
    await node.start();
    return node;
  }

  /** The WebSocket endpoint (RFC 7395). */
  readonly websocket: string;
  readonly #process: ServerProcess;
  readonly #http: string;
  /** The address of its HTTP interface (mod_http_api), which answers this machine only. */
  readonly control: string;
  /** Where a node of a cluster takes components. */
  readonly componentPort: number;

  private constructor({ folder, home, place, clusterPort }: EjabberdPlace, { http, api, component }: EjabberdPorts, modules: string) {
    this.componentPort = component;
    this.#http = `http://127.0.0.1:${http}`;
    this.control = `http://127.0.0.1:${api}/api`;
    this.websocket = `ws://127.0.0.1:${http}/xmpp-websocket`;
    const configFile = join(folder, EJABBERD_FILES.configFile);
    const pidFile = join(folder, EJABBERD_FILES.pidFile);
    this.#process = new ServerProcess({
      name: 'ejabberd',
      command: 'erl',
      args: [
        ...['-noinput', '+K', 'true', ...NO_SPINNING, '-mnesia', 'dir', JSON.stringify(join(folder, 'db'))],
        ...['-pa', modules],
        ...(place === undefined ? [] : distribution(place, clusterPort)),
        ...['-s', 'ejabberd'],
        ...(place === undefined || place === 1 ? [] : ['-eval', JOINING]),
        // A node whose owner was killed is found by this argument.
        ...['-extra', configFile],
      ],
      env: {
        ERL_LIBS,
        EJABBERD_CONFIG_PATH: configFile,
        EJABBERD_LOG_PATH: join(folder, 'ejabberd.log'),
        EJABBERD_PID_PATH: pidFile,
        HOME: home,
      },
      logFile: join(folder, 'erlang.log'),
      pidFile,
      isAnswering: () =>
        fetch(`${this.#http}/xmpp-websocket`).then(
          () => true,
          () => false,
        ),
    });
  }

  /** Starts the node again after `stop`, at the same port. */
  start(): Promise<void> {
    return this.#process.start();
  }

  /** Ends the node by SIGTERM, and after some seconds by SIGKILL. Tests pass SIGKILL to let it crash. */
  stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    return this.#process.stop(signal);
  }

  /** Lets the node do nothing any more, while its connections stay open. */
  hang(): void {
    this.#process.hang();
  }

  /** Resolves when the cluster has so many nodes, and this one serves clients. */
  async joined(count: number): Promise<void> {
    const deadline = performance.now() + JOIN_TIMEOUT_MS;
    for (;;) {
      const nodes: unknown = await this.call('list_cluster').catch(() => []);
      if (Array.isArray(nodes) && nodes.length === count) return;
      if (performance.now() > deadline) throw new Error(`A node of ejabberd’s cluster didn’t join ${count - 1} others`);
      await delay(50);
    }
  }

  /** Gives a command of ejabberd's (mod_http_api). @returns its answer */
  call(command: string, given?: Readonly<Record<string, string | number>>): Promise<unknown> {
    return askEjabberd(this.control, command, given);
  }
}

/** Erlang's options for a node of a cluster. As each node has an address of its own, all use the same port, and no port mapper is needed. */
function distribution(place: number, port: number): readonly string[] {
  return [
    ...['-name', nameOf(place), '-start_epmd', 'false', '-erl_epmd_port', String(port)],
    ...['-kernel', 'inet_dist_use_interface', `{127,0,0,${place}}`, 'net_ticktime', String(TICK_SECONDS)],
  ];
}

const nameOf = (place: number): string => `backchannel@127.0.0.${place}`;

/** Has a node join the first one of its cluster, unless it has done so at an earlier start. In Erlang. */
const JOINING = `case mnesia:system_info(db_nodes) of [_] -> ejabberd_cluster:join('${nameOf(1)}'); _ -> ok end.`;
