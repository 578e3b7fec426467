import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keptPorts } from './kept-ports.ts';
import { clearLeftoverServer, ownServerFolder, type ServerFiles } from './leftover-server.ts';
import { ServerProcess } from './server-process.ts';

/** Debian keeps it off the PATH of those who aren't root. */
const COMMAND = '/usr/sbin/haproxy';
/** The files by which a running HAProxy is recognised. */
export const HAPROXY_FILES: ServerFiles = { pidFile: 'haproxy.pid', configFile: 'haproxy.cfg' };

/** A node of the cluster behind it: the ports where it takes agents, and components. */
export interface ProxiedNode {
  readonly http: number;
  readonly component: number;
}

export interface HaproxyOptions {
  /** The folder of everything that it writes. */
  readonly folder: string;
  readonly nodes: readonly ProxiedNode[];
  /** The place in `nodes` of the one that components come to as long as it is well. */
  readonly ownNode: number;
}

/** Which nodes are well is asked as deploy/proxy/haproxy.cfg does, where the comments say why. */
const config = ({ agents, components }: HaproxyPorts, { nodes, ownNode }: HaproxyOptions) => `# Written by demo/haproxy.ts at every start.
defaults
  mode http
  timeout connect 2s
  timeout client 1m
  timeout server 1m
  timeout tunnel 1h
  timeout check 2s
  retries 3
  option redispatch 1

listen agents
  bind 127.0.0.1:${agents}
  balance leastconn
  option httpchk
  http-check send meth GET uri /xmpp-websocket ver HTTP/1.1 hdr Host localhost
  default-server check inter 2s fall 2 rise 1 on-marked-down shutdown-sessions
${nodes.map(({ http }, index) => `  server node-${index + 1} 127.0.0.1:${http}`).join('\n')}

listen components
  mode tcp
  bind 127.0.0.1:${components}
${nodes
  .map(
    ({ component }, index) =>
      `  server node-${index + 1} 127.0.0.1:${component} track agents/node-${index + 1} on-marked-down shutdown-sessions${index === ownNode ? '' : ' backup'}`,
  )
  .join('\n')}
`;

interface HaproxyPorts {
  readonly agents: number;
  readonly components: number;
}

/** A HAProxy of one's own before the nodes of a cluster, as on a machine of its own. It doesn't touch the machine's own one. */
export class Haproxy {
  static async start(options: HaproxyOptions): Promise<Haproxy> {
    const { folder } = options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await clearLeftoverServer(folder, HAPROXY_FILES);
    await ownServerFolder(folder);
    const ports = await keptPorts(join(folder, 'ports.json'), ['agents', 'components']);
    const configFile = join(folder, HAPROXY_FILES.configFile);
    const pidFile = join(folder, HAPROXY_FILES.pidFile);
    await writeFile(configFile, config(ports, options), { mode: 0o600 });
    const websocket = `ws://127.0.0.1:${ports.agents}/xmpp-websocket`;
    const server = new ServerProcess({
      name: 'HAProxy',
      // In the foreground it writes no file with its PID.
      command: '/bin/sh',
      args: ['-c', 'echo $$ >"$1"; exec "$0" -db -f "$2"', COMMAND, pidFile, configFile],
      logFile: join(folder, 'haproxy.log'),
      pidFile,
      isAnswering: () =>
        fetch(websocket.replace('ws:', 'http:')).then(
          ({ ok }) => ok,
          () => false,
        ),
    });
    await server.start();
    return new Haproxy(websocket, ports.components, server);
  }

  private constructor(
    /** Where agents reach whichever node has the fewest of them (RFC 7395). */
    readonly websocket: string,
    /** Where components reach a node. */
    readonly componentPort: number,
    private readonly server: ServerProcess,
  ) {}

  stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    return this.server.stop(signal);
  }
}
