import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAvailabilityHub } from '../../demo/availability-hub.ts';
import { Ejabberd, type EjabberdOptions } from '../../demo/ejabberd.ts';
import { EJABBERD_FILES } from '../../demo/ejabberd-node.ts';
import { findFreePort } from '../../demo/free-port.ts';
import { Prosody, PROSODY_FILES, type ProsodyOptions } from '../../demo/prosody.ts';

const HUB = 'hub.localhost';

/** A messaging server and a hub that were started to be loaded. */
export interface OwnServer {
  readonly websocket: string;
  readonly hub: string;
  serverPids(): readonly number[];
  readonly hubPids: readonly number[];
  stop(): Promise<void>;
}

/** Starts a messaging server with these accounts, and a hub that knows them all, among so many targets of the organisation. */
export async function startOwnServer(name: string, users: readonly string[], password: string, targets: number): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), 'backchannel-load-'));
  const secret = randomBytes(16).toString('hex');
  const port = await findFreePort();
  const given = {
    folder: join(folder, 'server'),
    accounts: users.map((username) => ({ username, password })),
    groups: [],
    components: { port, secret, jids: [HUB] },
  };
  const started = await startServer(name, given);
  const others = Array.from({ length: Math.max(0, targets - users.length) }, (_, index) => `away${index}`);
  const members = [...users, ...others].map((user) => `${user}@localhost`);
  const hub = await startAvailabilityHub(join(folder, 'hub'), {
    jid: HUB,
    secret,
    server: { port },
    agentHosts: ['localhost'],
    accountsFile: join(folder, 'accounts'),
    groups: Object.fromEntries(
      Array.from({ length: Math.ceil(members.length / 200) }, (_, at) => [`team${at}`, members.slice(at * 200, (at + 1) * 200)]),
    ),
  });
  return {
    websocket: started.websocket,
    hub: HUB,
    serverPids: () => started.pids,
    hubPids: [hub.pid],
    async stop() {
      await hub.stop();
      await started.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Given = Pick<ProsodyOptions & EjabberdOptions, 'folder' | 'accounts' | 'groups' | 'components'>;

async function startServer(name: string, given: Given) {
  if (name === 'prosody') {
    const prosody = await Prosody.start(given);
    const pids = [Number(await readFile(join(given.folder, PROSODY_FILES.pidFile), 'utf8'))];
    return { websocket: prosody.websocket, pids, stop: () => prosody.stop() };
  }
  if (name !== 'ejabberd') throw new Error(`--start ${name}: not prosody or ejabberd.`);
  const ejabberd = await Ejabberd.start(given);
  const pids = [Number(await readFile(join(given.folder, 'node-1', EJABBERD_FILES.pidFile), 'utf8'))];
  return { websocket: ejabberd.websocket, pids, stop: () => ejabberd.stop() };
}
