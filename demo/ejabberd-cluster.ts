import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Ejabberd, type EjabberdOptions } from './ejabberd.ts';
import { findFreePort } from './free-port.ts';
import { Haproxy, HAPROXY_FILES, type ProxiedNode } from './haproxy.ts';
import { clearLeftoverServer } from './leftover-server.ts';
import { deletePostgres, Postgres } from './postgres.ts';

/** The tables of Debian's package of ejabberd. */
const TABLES = '/usr/share/ejabberd/sql/pg.new.sql';
/** As many machines with a proxy as an organisation needs, so that one may be lost. */
const PROXIES = 2;

export interface EjabberdClusterOptions extends Omit<EjabberdOptions, 'nodes' | 'database'> {
  readonly nodes: number;
  /** Given what ends each process that was started. */
  readonly onStop: (stop: () => Promise<void>) => void;
}

/** An ejabberd of several nodes as an organisation runs it: its archive in PostgreSQL, and all its nodes behind two proxies. */
export interface EjabberdCluster {
  readonly ejabberd: Ejabberd;
  readonly proxies: readonly Haproxy[];
  /** What is told to agents: the proxies' addresses. */
  readonly websockets: readonly string[];
}

const placesOf = (folder: string) => ({ postgres: join(folder, 'postgres'), proxies: join(folder, 'proxies') });

/** Starts the cluster; resolves when it accepts connections. */
export async function startEjabberdCluster({ onStop, ...options }: EjabberdClusterOptions): Promise<EjabberdCluster> {
  const places = placesOf(options.folder);
  const postgres = await Postgres.start({ folder: places.postgres, port: await findFreePort() });
  onStop(() => postgres.stop());
  const database = await postgres.database('ejabberd', TABLES);
  const ejabberd = await Ejabberd.start({ ...options, database });
  onStop(() => ejabberd.stop());
  const nodes: readonly ProxiedNode[] = ejabberd.nodes.map(({ websocket, componentPort }) => ({
    http: Number(new URL(websocket).port),
    component: componentPort,
  }));
  const proxies: Haproxy[] = [];
  for (let place = 0; place < PROXIES; place += 1) {
    const proxy = await Haproxy.start({ folder: join(places.proxies, String(place + 1)), nodes, ownNode: place });
    onStop(() => proxy.stop());
    proxies.push(proxy);
  }
  return { ejabberd, proxies, websockets: proxies.map(({ websocket }) => websocket) };
}

/** Ends what a killed run has left beside the nodes, and deletes the archive. */
export async function clearEjabberdCluster(folder: string): Promise<void> {
  const places = placesOf(folder);
  for (const place of await readdir(places.proxies).catch(() => [])) await clearLeftoverServer(join(places.proxies, place), HAPROXY_FILES);
  await deletePostgres(places.postgres);
}
