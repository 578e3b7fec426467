import type { Desk } from '../host/desk.ts';
import { markedWithin, storedRecords } from './held.ts';
import { STRANGER_MARK, UNREADABLE_MARK } from './marks.ts';
import { Fault } from './patience.ts';

const NOBODYS = [STRANGER_MARK, UNREADABLE_MARK];
/** Two places may hold strangers' addresses: the counts of what they sent, and answers to them that the server hasn't acknowledged. */
const OF_STRANGERS = /^\.\$account\..*\.(?:floods|unacked)\./;

/** Checks that nothing of strangers or of unreadable messages is left in memory or in the database. @throws Fault */
export async function checkTraces({ host, jid }: Desk): Promise<void> {
  const held = markedWithin(host, NOBODYS, (path) => OF_STRANGERS.test(path));
  if (held) throw new Fault(`What came of nobody is held in ${held.path}: ${held.text}`);
  const stored = markedWithin(await storedRecords(`backchannel:${jid}`), NOBODYS);
  if (stored) throw new Fault(`What came of nobody is stored in ${stored.path}: ${stored.text}`);
}
