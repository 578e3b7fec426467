import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Issuer } from '../../demo/issuer.ts';
import type { ServerKind } from '../../demo/server-kind.ts';
import { findFreePort } from '../../demo/free-port.ts';
import { groupsFile } from '../../demo/prosody-config.ts';
import { makeCertificate, type ProductionServer, startProductionEjabberd, startProductionProsody } from '../fixtures/production-servers.ts';
import { type Agent, DOMAIN, forEachOf, groupsOf } from './agents.ts';

const CHAT = `chat.${DOMAIN}`;

/** The messaging server by the files in `deploy`, and the proxy before it. */
export interface Servers {
  /** Where agents' browsers reach it. */
  readonly service: string;
  /** Where programs on the same machine do. */
  readonly websockets: readonly string[];
  readonly certificate: string;
  /** Who has signed it. */
  readonly authority: string;
  stop(): Promise<void>;
}

/** docs/production.md, "Prosody on Debian 12" or "ejabberd on Debian 12". */
export async function startServers(folder: string, kind: ServerKind, issuer: Issuer, agents: readonly Agent[]): Promise<Servers> {
  const { key, certificate, authority } = await makeCertificate(folder, [DOMAIN, CHAT, `guest.${DOMAIN}`]);
  const server = await (kind === 'prosody' ? startProsody : startEjabberd)(folder, issuer, agents, { key, certificate });
  try {
    const proxy = await startProxy(folder, kind, server.websockets, { key, certificate });
    const stop = async () => {
      await proxy.stop();
      await server.stop();
    };
    return { service: `wss://${CHAT}:${proxy.port}/xmpp-websocket`, websockets: server.websockets, certificate, authority, stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

/** Its accounts are made at their first sign-in. */
async function startProsody(
  folder: string,
  issuer: Issuer,
  agents: readonly Agent[],
  { key, certificate }: Certificate,
): Promise<ProductionServer> {
  await mkdir(join(folder, 'certs'));
  for (const host of [DOMAIN, `guest.${DOMAIN}`]) {
    await copyFile(key, join(folder, 'certs', `${host}.key`));
    await copyFile(certificate, join(folder, 'certs', `${host}.crt`));
  }
  const { id, secret } = issuer.serverClient;
  const sso = { SSO_INTROSPECTION_URL: issuer.introspection, SSO_CLIENT_ID: id, SSO_CLIENT_SECRET: secret, SSO_AUDIENCE: issuer.audience };
  return startProductionProsody({ folder, groups: groupsFile(groupsOf(agents)), env: { XMPP_DOMAIN: DOMAIN, ...sso } });
}

async function startEjabberd(folder: string, issuer: Issuer, agents: readonly Agent[]): Promise<ProductionServer> {
  const server = await startProductionEjabberd({ folder, domain: DOMAIN, issuerKey: await issuer.publicKey(), nodes: 2 });
  const [node] = server.nodes;
  await forEachOf(agents, async ({ logon, name }) => {
    await node?.call('register', { user: logon, host: DOMAIN, password: `nobody knows ${logon}` });
    await node?.call('set_vcard', { user: logon, host: DOMAIN, name: 'FN', content: name });
  });
  for (const group of new Set(agents.map((agent) => agent.group)))
    await node?.call('srg_create', { group, host: DOMAIN, label: group, description: '', display: group });
  await forEachOf(
    agents,
    async ({ logon, group }) => void (await node?.call('srg_user_add', { user: logon, host: DOMAIN, group, grouphost: DOMAIN })),
  );
  return server;
}

/** nginx before Prosody, HAProxy before a cluster, by the files in `deploy/proxy` with this organisation's names. */
async function startProxy(folder: string, kind: ServerKind, websockets: readonly string[], { key, certificate }: Certificate) {
  const port = await findFreePort();
  const named = async (file: string) =>
    (await readFile(file, 'utf8')).replaceAll('/etc/ssl/backchannel', folder).replaceAll('example.com', DOMAIN);
  const ports = websockets.map((websocket) => new URL(websocket).port);
  let command: readonly [string, readonly string[]];
  if (kind === 'prosody') {
    const site = (await named('deploy/proxy/nginx.conf'))
      .replaceAll('listen 443', `listen 127.0.0.1:${port}`)
      .replace('127.0.0.1:5280', `127.0.0.1:${ports[0]}`);
    const file = join(folder, 'nginx.conf');
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
    await writeFile(
      file,
      `pid ${folder}/nginx.pid;\nerror_log stderr;\ndaemon off;\nuser ${process.env.USER ?? 'root'};\nevents {}\nhttp {\naccess_log off;\n${places}\n${site}}\n`,
    );
    command = ['/usr/sbin/nginx', ['-c', file]];
  } else {
    await writeFile(join(folder, 'bundle.pem'), `${await readFile(certificate, 'utf8')}${await readFile(key, 'utf8')}`);
    const file = join(folder, 'haproxy.cfg');
    const config = (await named('deploy/proxy/haproxy.cfg'))
      .replace('bind :443', `bind 127.0.0.1:${port}`)
      .replace('10.0.0.11:5280', `127.0.0.1:${ports[0]}`)
      .replace('10.0.0.12:5280', `127.0.0.1:${ports[1]}`);
    await writeFile(file, config);
    command = ['/usr/sbin/haproxy', ['-db', '-f', file]];
  }
  const proxy = spawn(command[0], command[1], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  proxy.stderr.on('data', (data) => (said += String(data)));
  const isAnswering = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      // HAProxy closes what isn't TLS.
      (error: unknown) => error instanceof Error && !String(error.cause).includes('ECONNREFUSED'),
    );
  while (!(await isAnswering())) {
    if (proxy.exitCode !== null) throw new Error(`${command[0]} has ended: ${said}`);
    await delay(100);
  }
  return {
    port,
    async stop() {
      if (proxy.kill()) await once(proxy, 'exit');
    },
  };
}
