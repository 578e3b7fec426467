import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DEMO_AGENTS, DEMO_SKILLS, type DemoAgent } from './agents.ts';
import { startAvailabilityHub } from './availability-hub.ts';
import type { DemoInfo } from './demo-info.ts';
import { Ejabberd, isNodeFolder } from './ejabberd.ts';
import { clearEjabberdCluster, startEjabberdCluster } from './ejabberd-cluster.ts';
import { EJABBERD_FILES } from './ejabberd-node.ts';
import { findFreePort } from './free-port.ts';
import type { Issuer } from './issuer.ts';
import { clearLeftoverServer } from './leftover-server.ts';
import { Prosody, PROSODY_FILES } from './prosody.ts';
import { rosterGroupsOf } from './roster-groups.ts';
import type { ServerAccount } from './server-accounts.ts';
import type { ServerKind } from './server-kind.ts';
import type { ComponentConfig } from './server-neighbours.ts';
import { relayAddress, Turn, TURN_FILES } from './turn.ts';

const GUEST_HOST = 'guest.localhost';
/** Where ejabberd takes tokens it offers no SCRAM, so that they have a host of their own. */
const SSO_DOMAINS: Readonly<Record<ServerKind, string>> = { prosody: 'localhost', ejabberd: 'sso.localhost' };
/** The domain of the agents who sign in by tokens. */
export const ssoDomainOf = (server: ServerKind): string => SSO_DOMAINS[server];
/** The agents who sign in by tokens. */
export const ssoAgentsOf = (server: ServerKind): readonly DemoAgent[] =>
  DEMO_AGENTS.map((agent) => ({ ...agent, jid: `${agent.jid.slice(0, agent.jid.indexOf('@'))}@${ssoDomainOf(server)}` }));

export interface MessagingServerOptions {
  readonly server: ServerKind;
  /** How many nodes an ejabberd has. Several are behind proxies, and have their archive in PostgreSQL. */
  readonly nodes: number;
  /** The issuer whose tokens agents may sign in by. For ejabberd it signs them. */
  readonly sso?: Issuer;
  /** The availability hubs' addresses. */
  readonly hubs: readonly string[];
  /** Given what ends each process that was started. */
  readonly onStop: (stop: () => Promise<void>) => void;
}

interface Started {
  readonly turn: Turn | undefined;
  readonly accounts: readonly ServerAccount[];
  readonly components: ComponentConfig | undefined;
}

/** Ends the messaging servers and relays of a run that was killed, whose data is in this folder. */
export async function clearMessagingServers(folder: string): Promise<void> {
  await clearLeftoverServer(join(folder, 'prosody'), PROSODY_FILES);
  const nodes = (await readdir(join(folder, 'ejabberd')).catch(() => [])).filter(isNodeFolder);
  for (const node of nodes) await clearLeftoverServer(join(folder, 'ejabberd', node), EJABBERD_FILES);
  await clearEjabberdCluster(join(folder, 'ejabberd'));
  await clearLeftoverServer(join(folder, 'turn'), TURN_FILES);
}

/** Starts the demo's messaging server with its agents, a relay for calls where there is one, and the availability hubs. */
export async function startMessagingServer(folder: string, options: MessagingServerOptions): Promise<DemoInfo> {
  const { server, hubs, onStop } = options;
  const turn = await Turn.start({ folder: join(folder, 'turn'), host: relayAddress() });
  if (turn) onStop(() => turn.stop());
  else
    console.log('Without coturn, which is not installed here: calls find direct routes only. (Debian and Homebrew have it as "coturn".)');
  const accounts = DEMO_AGENTS.map(({ jid, name, password }) => ({ username: jid.slice(0, jid.indexOf('@')), name, password }));
  const secret = randomBytes(16).toString('hex');
  const components = hubs.length > 0 ? { port: await findFreePort(), secret, jids: hubs } : undefined;
  const started = { turn, accounts, components };
  const { componentPorts, ...info } =
    server === 'ejabberd' ? await startEjabberd(folder, options, started) : await startProsody(folder, options, started);
  if (components) await startHubs(folder, options, { secret: components.secret, ports: componentPorts });
  return { ...info, agents: DEMO_AGENTS, availabilityHubs: hubs };
}

/** A server that was started. */
interface StartedServer extends Omit<DemoInfo, 'agents'> {
  /** Where it takes components: hubs take turns. */
  readonly componentPorts: readonly number[];
}

const portsOf = (components: ComponentConfig | undefined) => (components ? [components.port] : []);

async function startProsody(
  folder: string,
  { sso, onStop }: MessagingServerOptions,
  { turn, accounts, components }: Started,
): Promise<StartedServer> {
  console.log('Starting a private Prosody …');
  const prosody = await Prosody.start({
    folder: join(folder, 'prosody'),
    accounts,
    groups: rosterGroupsOf(DEMO_AGENTS),
    guestHost: GUEST_HOST,
    turn,
    sso,
    components,
  });
  onStop(() => prosody.stop());
  return { websocket: prosody.websocket, tcp: prosody.tcp, guestHost: GUEST_HOST, componentPorts: portsOf(components) };
}

async function startEjabberd(
  folder: string,
  { nodes, sso, onStop }: MessagingServerOptions,
  { turn, accounts, components }: Started,
): Promise<StartedServer> {
  const given = {
    folder: join(folder, 'ejabberd'),
    accounts,
    groups: rosterGroupsOf(DEMO_AGENTS),
    guestHost: GUEST_HOST,
    turn,
    components,
    ...(sso ? { sso: await ssoHostOf(sso, accounts) } : {}),
  };
  if (nodes > 1) {
    console.log(`Starting a private ejabberd of ${nodes} nodes, with a PostgreSQL, behind two HAProxies …`);
    const { websockets, proxies, ejabberd } = await startEjabberdCluster({ ...given, nodes, onStop });
    console.log(`The nodes themselves: ${ejabberd.websockets.join(' ')}`);
    return { websocket: websockets.join(' '), componentPorts: proxies.map(({ componentPort }) => componentPort), guestHost: GUEST_HOST };
  }
  console.log('Starting a private ejabberd …');
  const ejabberd = await Ejabberd.start(given);
  onStop(() => ejabberd.stop());
  return { websocket: ejabberd.websocket, componentPorts: portsOf(components), guestHost: GUEST_HOST };
}

const ssoHostOf = async (issuer: Issuer, accounts: readonly ServerAccount[]) => ({
  host: ssoDomainOf('ejabberd'),
  key: await issuer.publicKey(),
  accounts,
  groups: rosterGroupsOf(ssoAgentsOf('ejabberd')),
});

async function startHubs(
  folder: string,
  { hubs, onStop }: MessagingServerOptions,
  { secret, ports }: { readonly secret: string; readonly ports: readonly number[] },
): Promise<void> {
  const hubsFolder = join(folder, 'hubs');
  for (const [index, jid] of hubs.entries()) {
    const port = ports[index % ports.length] ?? 0;
    const hub = await startAvailabilityHub(hubsFolder, {
      jid,
      secret,
      server: { port },
      agentHosts: ['localhost'],
      accountsFile: join(hubsFolder, `${jid}.accounts`),
      partners: hubs.filter((other) => other !== jid),
      skills: Object.fromEntries(
        DEMO_SKILLS.map((skill) => [skill, DEMO_AGENTS.filter(({ skills = [] }) => skills.includes(skill)).map(({ jid }) => jid)]),
      ),
      groups: Object.fromEntries(rosterGroupsOf(DEMO_AGENTS).map(({ name, members }) => [name, members.map(({ jid }) => jid)])),
    });
    onStop(() => hub.stop());
    console.log(`Availability hub ${jid}: ${hub.address}/metrics`);
  }
}
