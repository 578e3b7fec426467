import type { Seal } from './sealed/seal.ts';

/** What the names of all accounts' databases begin with. */
export const ACCOUNT_DATABASE_PREFIX = 'backchannel:';

export function accountDatabaseName(jid: string): string {
  return `${ACCOUNT_DATABASE_PREFIX}${jid}`;
}

/** The name of a sealed database. The account can't be read from it, and each seal gives another name. */
export async function sealedDatabaseName(jid: string, seal: Seal): Promise<string> {
  return `${ACCOUNT_DATABASE_PREFIX}sealed ${await seal.name(jid)}`;
}
