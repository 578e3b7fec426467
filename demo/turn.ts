import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { accessSync, constants } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { clearLeftoverServer, ownServerFolder, type ServerFiles } from './leftover-server.ts';
import { ServerProcess } from './server-process.ts';

/** The files by which a running coturn is recognised. */
export const TURN_FILES: ServerFiles = { pidFile: 'turnserver.pid', configFile: 'turnserver.conf' };
const LOOPBACK = '127.0.0.1';
const ANSWER_TIMEOUT_MS = 500;

/** STUN's fixed header: a binding request without attributes (RFC 8489, section 5). */
function bindingRequest(): Buffer {
  return Buffer.concat([Buffer.from([0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42]), randomBytes(12)]);
}

/** Whether a STUN server answers at the UDP port. */
function isStunAnswering(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const finish = (isAnswering: boolean) => {
      clearTimeout(timer);
      socket.close();
      resolve(isAnswering);
    };
    const timer = setTimeout(() => finish(false), ANSWER_TIMEOUT_MS);
    socket.once('message', () => finish(true));
    // ICMP reports that nothing listens there yet.
    socket.once('error', () => finish(false));
    socket.connect(port, host, () => socket.send(bindingRequest()));
  });
}

/** A free UDP port of an address of this machine. */
function findFreeUdpPort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(0, host, () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

/** An address of this machine at which its browsers use a relay: they refuse one at 127.0.0.1. Without a network, 127.0.0.1 is all that there is. */
export function relayAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? LOOPBACK;
}

function hasTurnserver(): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, 'turnserver'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The relay reaches only its own addresses, so that its credentials open nothing else. coturn requires `no-cli` if it allows loopback peers. */
const config = (host: string, port: number, secret: string, pidFile: string, folder: string) => `# Written by demo/turn.ts at every start.
listening-ip=${host}
relay-ip=${host}
listening-port=${port}
realm=localhost
use-auth-secret
static-auth-secret=${secret}
denied-peer-ip=0.0.0.0-255.255.255.255
denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
allowed-peer-ip=${host}
${host === LOOPBACK ? 'allow-loopback-peers\n' : ''}no-cli
no-tcp
no-tcp-relay
no-tls
no-dtls
userdb=${join(folder, 'turndb')}
pidfile=${pidFile}
log-file=stdout
simple-log
`;

/**
 * A private coturn: a child process that ends with this one, with its files in one folder, at a UDP port. Whoever knows its secret can make
 * credentials that expire; Prosody does so by XEP-0215 (draft-uberti-behave-turn-rest-00).
 */
export class Turn {
  /** Starts the server; resolves when it answers, or to undefined when coturn isn't installed. */
  static async start(options: { readonly folder: string; readonly host?: string }): Promise<Turn | undefined> {
    if (!hasTurnserver()) return undefined;
    const folder = resolve(options.folder);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await clearLeftoverServer(folder, TURN_FILES);
    await ownServerFolder(folder);
    const [configFile, pidFile] = [join(folder, TURN_FILES.configFile), join(folder, TURN_FILES.pidFile)];
    const { host = LOOPBACK } = options;
    const [port, secret] = [await findFreeUdpPort(host), randomBytes(24).toString('hex')];
    await writeFile(configFile, config(host, port, secret, pidFile, folder), { mode: 0o600 });
    const server = new ServerProcess({
      name: 'coturn',
      command: 'turnserver',
      args: ['-c', configFile],
      logFile: join(folder, 'turnserver.log'),
      pidFile,
      isAnswering: () => isStunAnswering(host, port),
    });
    await server.start();
    return new Turn(server, host, port, secret);
  }

  readonly host: string;
  readonly port: number;
  /** The secret, which is new at each start. */
  readonly secret: string;
  readonly #server: ServerProcess;

  private constructor(server: ServerProcess, host: string, port: number, secret: string) {
    this.host = host;
    this.#server = server;
    this.port = port;
    this.secret = secret;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
