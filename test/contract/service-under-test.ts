import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Database } from '../../demo/crm/service/database.ts';
import { migrate } from '../../demo/crm/service/migrate.ts';
import { seed } from '../../demo/crm/service/seed.ts';
import { type ContactServiceOptions, makeContactService } from '../../demo/crm/service/service.ts';
import { type Answer, type Contract, type Method, readContract } from './contract.ts';

/** Nora and Omar are in one team each, Pia is in both, and Quinn's team has no contacts. */
export const AGENTS = [
  { id: 'nora@crm.example', name: 'Nora Lind', teams: ['Billing'], password: 'nora-secret' },
  { id: 'omar@crm.example', name: 'Omar Aziz', teams: ['Technical'], password: 'omar-secret' },
  { id: 'pia@crm.example', name: 'Pia Sørensen', teams: ['Billing', 'Technical'], password: 'pia-secret' },
];
const QUINN = { id: 'quinn@crm.example', name: 'Quinn Reyes', teams: ['Night shift'], password: 'quinn-secret' };

export const ORIGIN = 'http://crm.example';

/** The redirect URI of the tests' client. */
export const REDIRECT_URI = 'https://abcdefghijklmnop.chromiumapp.org/';
const CLIENTS = [
  { id: 'extension', redirectUris: [REDIRECT_URI, 'https://0123456789.extensions.allizom.org/'] },
  { id: 'another', redirectUris: [REDIRECT_URI] },
];

/** The paths that need no token. */
const OPEN_PATHS = ['/token', '/revoke', '/authorize', '/.well-known/oauth-authorization-server', '/health', '/metrics'];

export interface CallOptions {
  readonly as?: 'nora' | 'omar' | 'pia' | 'quinn';
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServiceUnderTest {
  readonly contract: Contract;
  readonly origin: string;
  readonly secret: Uint8Array;
  /** Calls the service, and checks its answer by the contract. */
  call(method: Method, path: string, options?: CallOptions): Promise<Answer>;
  stop(): Promise<void>;
}

/** What the tests over one database share. */
export interface Bench {
  readonly database: Database;
  readonly service: ServiceUnderTest;
}

const tokenAnswer = v.object({ access_token: v.string() });

/** Fills the database with 60 contacts: c1001, c1003 … belong to Billing, c1002, c1004 … to Technical. c1001 has the longest history. */
export async function fillDatabase(database: Database): Promise<void> {
  await migrate(database);
  await seed(database, { agents: AGENTS, contacts: 60, interactions: 3_000 });
}

/** Starts the service over the database, on a port of its own. */
export async function serve(database: Database, options: Partial<ContactServiceOptions> = {}): Promise<ServiceUnderTest> {
  const contract = await readContract('docs/contact-service.openapi.yaml');
  const secret = randomBytes(32);
  const service = await makeContactService({
    database,
    secret,
    agents: [...AGENTS, QUINN],
    clients: CLIENTS,
    origins: [ORIGIN],
    requestsPerMinute: 100_000,
    tokensPerMinute: 1_000,
    ...options,
  });
  const origin = await service.listen({ port: 0, host: '127.0.0.1' });
  const tokens = new Map<string, string>();

  const call = async (method: Method, path: string, { as = 'nora', token, body, headers }: CallOptions = {}): Promise<Answer> => {
    const sent = new Headers(headers);
    if (!OPEN_PATHS.includes(path.split('?')[0] ?? path)) sent.set('authorization', `Bearer ${token ?? (await tokenOf(as))}`);
    const isForm = body instanceof URLSearchParams;
    if (body !== undefined && !isForm && !sent.has('content-type')) sent.set('content-type', 'application/json');
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers: sent,
      redirect: 'manual',
      body: body === undefined || isForm || typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    const result = {
      status: answer.status,
      headers: answer.headers,
      body: text === '' ? undefined : isJson ? (JSON.parse(text) as unknown) : text,
    };
    contract.checkAnswer(method, path.split('?')[0] ?? path, result);
    return result;
  };
  const tokenOf = async (name: string) => {
    const kept = tokens.get(name);
    if (kept !== undefined) return kept;
    const { status, body } = await call('POST', '/token', { body: { username: `${name}@crm.example`, password: `${name}-secret` } });
    assert.equal(status, 200);
    const token = v.parse(tokenAnswer, body).access_token;
    tokens.set(name, token);
    return token;
  };
  return { contract, origin, secret, call, stop: () => service.close() };
}
