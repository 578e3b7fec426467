import type { DraftSlice } from '../../channel/contract.ts';
import type { SessionId } from '../../model/ids.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import { getDraft, putDraft } from '../../storage/draft-store.ts';
import type { Journal } from '../../storage/journal.ts';
import type { Changes } from '../events/changes.ts';

export interface DraftsOptions {
  readonly database: AccountDatabase;
  readonly journal: Journal;
  readonly changes: Pick<Changes, 'announce'>;
}

/** What the agent has typed and not sent, which all their views show. */
export class Drafts {
  /** The drafts that were written since this host began, which a full disk doesn't store, and in which field each was written last. */
  readonly #written = new Map<SessionId, DraftSlice>();

  constructor(private readonly options: DraftsOptions) {}

  /** Stores a draft. Of several that come in a row, only the last is written. */
  put(sessionId: SessionId, text: string, writer: string): void {
    const { journal, changes } = this.options;
    this.#written.set(sessionId, { text, writer });
    journal.writeLatest(`draft ${sessionId}`, putDraft(sessionId, text));
    changes.announce(`draft ${sessionId}`);
  }

  /**
   * Forgets a draft that says what the agent has said, as the archive or another browser tells: a browser that was killed right after it had sent a message may
   * have kept the text as a draft, which would be sent twice.
   */
  async forgetSaid(sessionId: SessionId, body: string): Promise<void> {
    const { text } = await this.get(sessionId);
    if (text !== '' && text.trim() === body.trim()) this.put(sessionId, '', 'said');
  }

  async get(sessionId: SessionId): Promise<DraftSlice> {
    return this.#written.get(sessionId) ?? { text: await getDraft(this.options.database, sessionId), writer: '' };
  }
}
