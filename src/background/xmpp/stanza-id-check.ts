import type { Agent } from 'stanza';
import type { BareJid } from '../../model/jid.ts';
import { NS_STANZA_ID } from './namespaces.ts';

/**
 * Whether the server says that it keeps others from writing stanza-ids in the account's name. It is the account that assigns them, so that the account
 * is asked (XEP-0359 5).
 * @throws when it doesn't answer
 */
export async function checksStanzaIds(client: Agent, account: BareJid): Promise<boolean> {
  const { features = [] } = await client.getDiscoInfo(account);
  return features.includes(NS_STANZA_ID);
}
