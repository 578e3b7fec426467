import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Database } from '../../demo/crm/service/database.ts';
import { issueToken } from '../../demo/crm/service/tokens.ts';
import { type DirectoryServiceOptions, makeDirectoryService } from '../../demo/directory/service.ts';
import { type Answer, type Contract, readContract } from './contract.ts';

export const DIRECTORY_ORIGIN = 'http://desk.example';
const NORA = { id: 'nora@crm.example', name: 'Nora Lind', teams: [] };

const item = v.object({
  kind: v.string(),
  id: v.string(),
  name: v.optional(v.string()),
  groups: v.optional(v.array(v.string())),
  skills: v.optional(v.array(v.string())),
  isRemoved: v.optional(v.boolean()),
});
const changePage = v.object({ items: v.array(item), next: v.string(), isLast: v.boolean() });
const targetPage = v.object({ items: v.array(item), next: v.optional(v.string()) });

export const changesOf = ({ body }: Answer) => v.parse(changePage, body);
export const targetsOf = ({ body }: Answer) => v.parse(targetPage, body);

export interface DirectoryUnderTest {
  readonly contract: Contract;
  readonly origin: string;
  /** Asks the service, and checks its answer by the contract. */
  get(path: string, options?: { readonly token?: string | null; readonly headers?: Readonly<Record<string, string>> }): Promise<Answer>;
  /** Everything from a cursor on, or from the beginning: the items of all pages, and where they end. */
  readAll(cursor?: string, limit?: number): Promise<{ readonly items: readonly v.InferOutput<typeof item>[]; readonly next: string }>;
  stop(): Promise<void>;
}

/** Starts the service over the database, on a port of its own. */
export async function serveDirectory(database: Database, options: Partial<DirectoryServiceOptions> = {}): Promise<DirectoryUnderTest> {
  const contract = await readContract('docs/directory-service.openapi.yaml');
  const secret = randomBytes(32);
  const service = await makeDirectoryService({ database, secret, origins: [DIRECTORY_ORIGIN], requestsPerMinute: 100_000, ...options });
  const origin = await service.listen({ port: 0, host: '127.0.0.1' });
  const noras = await issueToken(secret, NORA, 600);
  const get: DirectoryUnderTest['get'] = async (path, { token = noras, headers } = {}) => {
    const sent = new Headers(headers);
    if (token !== null) sent.set('authorization', `Bearer ${token}`);
    const answer = await fetch(`${origin}${path}`, { headers: sent });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    const result = {
      status: answer.status,
      headers: answer.headers,
      body: text === '' ? undefined : isJson ? (JSON.parse(text) as unknown) : text,
    };
    contract.checkAnswer('GET', path.split('?')[0] ?? path, result);
    return result;
  };
  return {
    contract,
    origin,
    get,
    async readAll(cursor, limit = 1_000) {
      const items = [];
      for (let next = cursor; ;) {
        const answer = await get(`/targets?limit=${limit}${next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`}`);
        assert.equal(answer.status, 200);
        const page = changesOf(answer);
        items.push(...page.items);
        next = page.next;
        if (page.isLast) return { items, next };
      }
    },
    stop: () => service.close(),
  };
}
