import type { Query, Slices } from '../../channel/contract.ts';
import { getDraft } from '../../storage/draft-store.ts';
import type { Account } from './account.ts';

type AnswerOf<K extends Query['kind']> = Slices[K] | Promise<Slices[K]>;
/** The account's own is the host's to describe: it knows how the agent is signed in. So is what there is without an account. */
type AccountQuery = Exclude<Query, { kind: 'account' | 'diagnostics' }>;

/** The answers while nobody is signed in; the overview's says why. */
export const NOTHING: Omit<Slices, 'overview'> = {
  targets: { total: 0, first: 0, rows: [], isLoaded: false },
  history: { total: 0, first: 0, rows: [], isComplete: true },
  transcript: { entries: [], hasEarlier: false },
  draft: '',
  'case-data': { fields: [], omitted: 0, leftOut: [] },
  contact: { isReading: false },
  'past-interaction': { isReading: false },
  'contact-history': { total: 0, first: 0, rows: [], isComplete: true, isCut: false, agents: [], isReading: false },
  'interaction-events': [],
  'unsent-records': [],
  'record-export': { format: 'backchannel-consultation-records', version: 1, exportedAt: '', agent: '', records: [] },
  'call-level': { own: 0, peer: 0 },
  diagnostics: { counts: [], entries: [] },
  account: { isSignInKept: false, sessions: 0, messages: 0 },
};

/** What a query is answered with as things stand now. @param signal aborts when nobody waits for it any more */
export function answerOf(account: Account, query: AccountQuery, signal: AbortSignal): AnswerOf<AccountQuery['kind']> {
  switch (query.kind) {
    case 'overview':
      return account.overview();
    case 'targets':
      return { ...account.directory.find(query), first: query.first };
    case 'history':
      return account.history.find(query, signal);
    case 'transcript':
      return account.transcripts.window(query.sessionId, query.last);
    case 'draft':
      return account.journal.flush().then(() => getDraft(account.database, query.sessionId));
    case 'case-data':
      return account.consultations.caseData(query.of, query.id);
    case 'contact':
      return account.contacts.contact(query);
    case 'past-interaction':
      return account.contacts.interaction(query);
    case 'contact-history':
      return account.contacts.history(query, signal);
    case 'call-level':
      return account.voice.level(query.callId);
    case 'unsent-records':
      return account.contacts.unsent();
    case 'record-export':
      return account.contacts.exportRecords(query.records);
    case 'interaction-events':
      return account.interactionEvents.list();
  }
}
