import type { Issuer } from '../../demo/issuer.ts';
import type { RosterGroup } from '../../demo/server-accounts.ts';
import type { ServerKind } from '../../demo/server-kind.ts';
import { RawClient } from '../fixtures/raw-client.ts';
import { issueTokens } from '../fixtures/token-flow.ts';

export const DOMAIN = 'support.localhost';
const GROUP_SIZE = 20;
const AT_ONCE = 8;
const PASSWORD = 'a password of somebody';

/** An agent of the organisation, who is in one group of twenty. */
export interface Agent {
  readonly logon: string;
  readonly jid: string;
  readonly name: string;
  readonly password: string;
  readonly group: string;
}

export function makeAgents(count: number): readonly Agent[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, '0');
    const group = `Team ${String(Math.floor(index / GROUP_SIZE) + 1).padStart(2, '0')}`;
    return { logon: `agent${number}`, jid: `agent${number}@${DOMAIN}`, name: `Agent ${number}`, password: PASSWORD, group };
  });
}

/** The groups with their members. */
export function groupsOf(agents: readonly Agent[]): RosterGroup[] {
  const names = [...new Set(agents.map(({ group }) => group))];
  return names.map((name) => ({ name, members: agents.filter(({ group }) => group === name) }));
}

/** Does the work for each, several at once. */
export async function forEachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const take = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
}

/** Signs an agent in by a token of the issuer, in place of a browser, and has them available. */
export async function signIn(issuer: Issuer, kind: ServerKind, websocket: string, agent: Agent, redirectUri: string): Promise<RawClient> {
  const { logon, password, jid } = agent;
  const { accessToken } = await issueTokens(issuer, { name: logon, password, redirectUri });
  const client = await RawClient.open(websocket, DOMAIN);
  if (kind === 'ejabberd') client.authenticate('PLAIN', `\0${logon}\0${accessToken}`);
  else client.authenticate('OAUTHBEARER', `n,a=${jid},\u0001auth=Bearer ${accessToken}\u0001\u0001`);
  const answer = await client.frame(/^<(success|failure|challenge)/);
  if (!answer.startsWith('<success')) throw new Error(`${jid} isn’t let in: ${answer}`);
  await client.bind(DOMAIN);
  client.send('<presence/>');
  return client;
}
