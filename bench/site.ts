import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { buildEmbedWhenStale } from '../demo/build.ts';
import { Prosody } from '../demo/prosody.ts';
import type { RosterGroup } from '../demo/server-accounts.ts';
import type { ComponentConfig } from '../demo/server-neighbours.ts';
import { startDemoServer } from '../demo/server.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The options that the bench starts its browsers with. */
export const CHROMIUM = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export interface BenchSite {
  readonly service: string;
  readonly origin: string;
  /** The paths of all files that browsers have asked for, workers' too. */
  readonly requested: ReadonlySet<string>;
  readonly browser: Browser;
  stop(): Promise<void>;
}

export interface BenchSiteOptions {
  /** Gives more arguments of the browser, for a folder that their files can be in. */
  readonly browserArguments?: (folder: string) => Promise<readonly string[]>;
  /** More settings of the server, in Prosody's configuration language. */
  readonly extraConfig?: string;
  /** Programs that connect to the server as components. */
  readonly components?: ComponentConfig;
}

/** Starts the server, the pages and the browser for a bench. Each account's password is its name. */
export async function openBenchSite(
  name: string,
  usernames: readonly string[],
  groups: readonly RosterGroup[],
  { browserArguments = () => Promise.resolve([]), extraConfig = '', components }: BenchSiteOptions = {},
): Promise<BenchSite> {
  const folder = join(ROOT, '.test', `bench-${name}`);
  await rm(folder, { recursive: true, force: true });
  await buildEmbedWhenStale();
  const accounts = usernames.map((username) => ({ username, password: username }));
  const prosody = await Prosody.start({ folder, accounts, groups, extraConfig, components });
  const requested = new Set<string>();
  const server = await startDemoServer({
    port: 0,
    onRequest: (path) => void requested.add(path),
    info: { websocket: prosody.websocket, agents: [] },
    folders: { '/bench/': join(ROOT, 'bench/pages') },
  });
  const browser = await chromium.launch({ ...CHROMIUM, args: [...CHROMIUM.args, ...(await browserArguments(folder))] });
  return {
    service: prosody.websocket,
    origin: server.origin,
    requested,
    browser,
    async stop() {
      await browser.close();
      await server.stop();
      await prosody.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
