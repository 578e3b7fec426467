import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { chromiumIdOfKey } from '../build/extension-id.ts';
import { DEMO_AGENTS } from './agents.ts';
import { buildEmbedWhenStale } from './build.ts';
import { startColleagues } from './colleagues.ts';
import { startContactService } from './contact-service.ts';
import { parseAgentsFile, type DemoInfo } from './demo-info.ts';
import { startDirectoryService } from './directory-service.ts';
import { extensionClient } from './extension-client.ts';
import { findFreePort } from './free-port.ts';
import type { Issuer } from './issuer.ts';
import { clearMessagingServers, ssoAgentsOf, ssoDomainOf, startMessagingServer } from './messaging-server.ts';
import { isServerKind, type ServerKind } from './server-kind.ts';
import { onParentGone } from './parent-watch.ts';
import { logonOf } from './pages.ts';
import { startDemoServer } from './server.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, '.demo');
const CONTACTS_FOLDER = join(FOLDER, 'contacts');
const HUBS = ['hub.localhost', 'hub2.localhost'];
const DIRECTORY_FOLDER = join(FOLDER, 'directory');
const manifestShape = v.object({ key: v.string() });
const PREFERRED_PORT = 8088;

const HELP = `npm run demo -- [options]

  --port N           serve the pages at this port (default: ${PREFERRED_PORT}, or a free one when that is taken)
  --reset            forget the demo's data first: messages, rosters, accounts
  --server NAME      start this messaging server: prosody (the default) or ejabberd
  --nodes N          with ejabberd: start a cluster of so many nodes (1 to 5; default: 1) behind HAProxy, with PostgreSQL, two hubs and a directory
  --service ADDRESS  use another XMPP server, at this ws: or wss: address
  --sso              start an identity provider too, at which agents sign in to the extension by single sign-on
  --interactions N   fill a new contact service with so many (default: 100000)
  --hubs N           start so many availability hubs (0 to 2; default: 0; with targets or colleagues 1; of a cluster 2)
  --targets N        a directory service beside the roster, filled with so many made-up agents in teams (default: none; of a cluster 60)
  --colleagues       made-up colleagues who are ready, accept what they are asked and answer; with a hub and a directory, so that there are skills too
  --agents FILE      its accounts, for desks without a sign-in form: a JSON list of {"jid", "name", "password", "groups"}
`;

const stops: (() => Promise<void>)[] = [];
let isStopping = false;

/** Stops everything that was started, in reverse order. A second Ctrl-C doesn't wait for that. */
function stopAll(code: number): void {
  if (isStopping) return;
  isStopping = true;
  void (async () => {
    for (const stop of stops.reverse()) await stop().catch((error: unknown) => console.error(error));
    process.exit(code);
  })();
}

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        port: { type: 'string' },
        reset: { type: 'boolean' },
        service: { type: 'string' },
        agents: { type: 'string' },
        interactions: { type: 'string' },
        sso: { type: 'boolean' },
        server: { type: 'string', default: 'prosody' },
        nodes: { type: 'string' },
        hubs: { type: 'string' },
        targets: { type: 'string' },
        colleagues: { type: 'boolean', default: false },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) throw new Error(`--port ${values.port}: not a port.`);
  if (values.service !== undefined && !/^wss?:\/\/./.test(values.service))
    throw new Error(`--service ${values.service}: not a ws: or wss: address, such as wss://chat.example.com/xmpp-websocket.`);

  if (values.sso && values.service !== undefined) throw new Error("--sso goes with the demo's own server.");
  if (values.agents !== undefined && values.service === undefined) throw new Error('--agents goes with --service.');
  const interactions = values.interactions === undefined ? undefined : Number(values.interactions);
  if (interactions !== undefined && !(Number.isInteger(interactions) && interactions >= 0 && interactions <= 10_000_000))
    throw new Error(`--interactions ${values.interactions}: not a number of up to 10000000.`);

  const { server } = values;
  if (!isServerKind(server)) throw new Error(`--server ${server}: not prosody or ejabberd.`);
  const nodes = Number(values.nodes ?? 1);
  if (!(Number.isInteger(nodes) && nodes >= 1 && nodes <= 5)) throw new Error(`--nodes ${values.nodes}: not a number of up to 5.`);
  if (nodes > 1 && server !== 'ejabberd') throw new Error('--nodes goes with --server ejabberd.');

  if (values.colleagues && values.service !== undefined)
    throw new Error("--colleagues goes with the demo's own server, not with --service.");
  const isCluster = nodes > 1;
  const targets = values.targets === undefined ? (values.colleagues || isCluster ? 60 : undefined) : Number(values.targets);
  if (targets !== undefined && !(Number.isInteger(targets) && targets > 0 && targets <= 1_000_000))
    throw new Error(`--targets ${values.targets}: not a number of up to 1000000.`);

  const isOwn = values.service === undefined;
  // Who isn't in the roster is known to a hub alone.
  const hubs = Number(values.hubs ?? (isCluster ? 2 : targets !== undefined && isOwn ? 1 : 0));
  if (![0, 1, 2].includes(hubs)) throw new Error(`--hubs ${values.hubs}: not 0, 1 or 2.`);
  if (hubs > 0 && !isOwn) throw new Error("--hubs goes with the demo's own server, not with --service.");
  return { ...values, server, nodes, port, interactions, hubs, targets };
}

async function connectToService(service: string, agentsFile: string | undefined): Promise<DemoInfo> {
  console.log(`Using the XMPP server at ${service}.`);
  return { websocket: service, agents: agentsFile === undefined ? [] : parseAgentsFile(await readFile(agentsFile, 'utf8')) };
}

/** The extension, as a client of identity providers. */
async function ownExtension() {
  const { key } = v.parse(manifestShape, JSON.parse(await readFile(join(ROOT, 'manifest.json'), 'utf8')));
  return extensionClient(chromiumIdOfKey(key));
}

/** The identity provider, for the extension that is loaded from dist/chrome. */
async function startIssuer(server: ServerKind): Promise<Issuer> {
  const issuerModule = await import('./issuer.ts');
  const { redirectUris } = await ownExtension();
  const issuer = await issuerModule.Issuer.start({
    domain: ssoDomainOf(server),
    hasSignedTokens: server === 'ejabberd',
    redirectUris,
    users: DEMO_AGENTS.map((agent) => ({ name: logonOf(agent), password: agent.password })),
  });
  stops.push(() => issuer.close());
  return issuer;
}

/** What an administrator sets, so that the extension's agents sign in at the issuer, once for messaging and for contacts. */
function ssoPolicy({ address, clientId, scope }: Issuer, server: ServerKind, service: string, contactService: string | undefined): string {
  const contactSignIn = { issuer: address, clientId, scope };
  return JSON.stringify({
    service,
    signIn: { ...contactSignIn, domain: ssoDomainOf(server) },
    ...(contactService === undefined ? {} : { contactService, contactSignIn }),
    // ejabberd takes tokens as PLAIN's password only.
    ...(server === 'ejabberd' ? { isPlainAllowed: true } : {}),
  });
}

/** Makes the file with the accounts of the contact service where agents sign in by tokens. They may have addresses of another host then. */
async function makeAgentsFile(server: ServerKind): Promise<string> {
  const file = join(CONTACTS_FOLDER, 'agents.json');
  const agents = server === 'ejabberd' ? [...DEMO_AGENTS, ...ssoAgentsOf(server)] : DEMO_AGENTS;
  await mkdir(CONTACTS_FOLDER, { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(agents), { mode: 0o600 });
  return file;
}

/** Starts the contact service for the pages of this port. At the first start it fills its database, which the demo doesn't wait for. */
async function startContacts(
  port: number,
  options: { readonly agents?: string; readonly interactions?: number; readonly server: ServerKind },
  issuer: Issuer | undefined,
): Promise<string> {
  const extension = await ownExtension();
  const origins = [`http://127.0.0.1:${port}`, `http://localhost:${port}`, ...extension.origins];
  const service = await startContactService(CONTACTS_FOLDER, {
    origins,
    clients: extension.clients,
    agentsFile: options.agents ?? (issuer && (await makeAgentsFile(options.server))),
    interactions: options.interactions,
    ...(issuer ? { issuer: issuer.forServices } : {}),
  });
  stops.push(() => service.stop());
  return service.address;
}

/**
 * Starts the directory service, which takes the contact service's tokens. Its folder is named by the number of targets, so that another number makes
 * another directory.
 */
async function startDirectory(port: number, targets: number): Promise<string> {
  console.log(`Making a directory of ${targets} targets, if it isn't there yet …`);
  const service = await startDirectoryService(join(DIRECTORY_FOLDER, String(targets)), {
    secretFile: join(CONTACTS_FOLDER, 'secret'),
    origins: [`http://127.0.0.1:${port}`, `http://localhost:${port}`, ...(await ownExtension()).origins],
    targets,
  });
  stops.push(() => service.stop());
  await service.ready;
  return service.address;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return void console.log(HELP);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    process.on(signal, () => stopAll(code));

  onParentGone(() => stopAll(143));
  if (options.reset) {
    console.log('Forgetting the data of earlier runs …');
    await clearMessagingServers(FOLDER);
    await rm(FOLDER, { recursive: true, force: true });
  }
  const isBuilt = await buildEmbedWhenStale(() => console.log('Building (some seconds) …'));
  if (!isBuilt) console.log('Nothing to build.');
  const port = options.port ?? (await findFreePort(PREFERRED_PORT));
  // Contacts belong to teams, which are the agents' groups. So there are no contacts without agents.
  const hasContacts = options.service === undefined || options.agents !== undefined;
  const issuer = options.sso ? await startIssuer(options.server) : undefined;
  const [xmpp, contactService] = await Promise.all([
    options.service === undefined
      ? startMessagingServer(FOLDER, {
          ...options,
          sso: issuer,
          hubs: HUBS.slice(0, options.hubs),
          onStop: (stop) => void stops.push(stop),
        })
      : connectToService(options.service, options.agents),
    hasContacts ? startContacts(port, options, issuer) : undefined,
  ]);
  const directoryService =
    contactService === undefined || options.targets === undefined ? undefined : await startDirectory(port, options.targets);
  if (options.colleagues) {
    const [, , ...others] = DEMO_AGENTS;
    stops.push(await startColleagues(xmpp.websocket.split(' ')[0] ?? '', others, xmpp.availabilityHubs?.[0]));
    console.log(`Made-up colleagues are ready: ${others.map(logonOf).join(', ')}`);
  }
  const info = { ...xmpp, contactService, directoryService };
  const server = await startDemoServer({ port, info, connectSources: contactService === undefined ? [] : [contactService] });
  stops.push(() => server.stop());
  console.log(`\nReady: ${server.origin}/`);
  if (contactService !== undefined) console.log(`Contact service: ${contactService} (docs/contact-service.openapi.yaml)`);
  if (directoryService !== undefined) console.log(`Directory service: ${directoryService} (docs/directory-service.openapi.yaml)`);
  if (issuer) {
    console.log(`Issuer: ${issuer.address}; the agents' names and passwords are those of their desks.`);
    console.log(
      `The extension's policy for it (docs/deploying.md, "Policy"): ${ssoPolicy(issuer, options.server, info.websocket, contactService)}`,
    );
  }
  console.log(`\nCtrl-C stops everything. Other XMPP clients: ${info.tcp ?? info.websocket}; accounts: ${server.origin}/demo.json`);
}

main().catch((error: unknown) => {
  if (!isStopping) console.error(error instanceof Error ? error.message : error);
  stopAll(1);
});
