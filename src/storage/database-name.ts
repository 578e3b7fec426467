import type { Seal } from './sealed/seal.ts';

/** What the names of all accounts' databases begin with. */
export const ACCOUNT_DATABASE_PREFIX = 'backchannel:';

export function accountDatabaseName(jid: string): string {
  return `${ACCOUNT_DATABASE_PREFIX}${jid}`;
}

/** Nothing can be read of it, and under another seal it is another. */
export async function sealedDatabaseName(jid: string, seal: Seal): Promise<string> {
  return `${ACCOUNT_DATABASE_PREFIX}sealed ${await seal.name(jid)}`;
}
