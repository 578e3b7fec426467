import { readFile } from 'node:fs/promises';
import { readCsv } from './csv.ts';
import { readLdif } from './ldif.ts';
import { readScim, resourcesOf } from './scim.ts';
import type { Snapshot } from './snapshot.ts';

export const FORMATS = ['ldif', 'csv', 'scim'] as const;
export type Format = (typeof FORMATS)[number];

export interface SourceOptions {
  /** The domain of the agents' addresses, for rows that name only a logon. */
  readonly domain?: string;
  /** The bearer token of a SCIM service. */
  readonly token?: string;
}

/** No organisation has more; a service that goes on for ever isn't followed. */
const MOST_RESOURCES = 1_000_000;
const PAGE = 500;

async function readJson(address: URL, token: string | undefined): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/scim+json' };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  const answer = await fetch(address, { headers, redirect: 'error', signal: AbortSignal.timeout(60_000) });
  if (!answer.ok) throw new Error(`${address.href} answers ${answer.status}.`);
  return (await answer.json()) as unknown;
}

/** All pages of a SCIM service's users, and of its groups (RFC 7644 3.4.2.4). @param base Its address, such as https://id.example/scim/v2 */
async function readService(base: string, token: string | undefined): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (const kind of ['Groups', 'Users']) {
    for (let start = 1, total = Infinity; start <= total;) {
      const address = new URL(`${base.replace(/\/$/, '')}/${kind}`);
      address.search = new URLSearchParams({ startIndex: String(start), count: String(PAGE) }).toString();
      const page = resourcesOf(await readJson(address, token));
      if (page.resources.length === 0 && start <= (page.total ?? 0))
        throw new Error(`${address.href} says ${page.total}, and lists none from ${start} on.`);
      all.push(...page.resources);
      if (all.length > MOST_RESOURCES) throw new Error(`${base} lists more than ${MOST_RESOURCES}.`);
      total = page.total ?? 0;
      start += page.resources.length || 1;
    }
  }
  return all;
}

/** Reads a source. @throws Error when nothing of it can be read, so that nothing is changed */
export async function readSource(format: Format, from: string, { domain, token }: SourceOptions): Promise<Snapshot> {
  if (/^https?:/.test(from)) {
    if (format !== 'scim') throw new Error(`${from}: only SCIM is read from an address.`);
    return readScim(await readService(from, token), { domain });
  }
  const text = await readFile(from, 'utf8');
  if (format === 'csv') return readCsv(text);
  if (format === 'ldif') return readLdif(text, { domain });
  const document: unknown = JSON.parse(text);
  // A file may hold several responses: of users, and of groups.
  const resources = (Array.isArray(document) ? document : [document]).flatMap((one) => resourcesOf(one).resources);
  return readScim(resources, { domain });
}
