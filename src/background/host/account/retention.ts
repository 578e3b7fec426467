import type { Policy } from '../../../model/policy.ts';
import { isPast } from '../../../model/session/past-session.ts';
import type { AccountDatabase } from '../../../storage/account-database.ts';
import { deleteSessions, getDoneBefore } from '../../../storage/history-store.ts';
import { getOpenSessions } from '../../../storage/session-store.ts';
import type { Journal } from '../../../storage/journal.ts';
import type { ContactParts } from '../../contacts/contact-parts.ts';
import type { Log } from '../../events/log.ts';
import type { Im } from '../../im/im.ts';

const DAY_MS = 24 * 3600 * 1000;
const EVERY_MS = 3600 * 1000;

/** What the deletion needs of an account. */
export interface RetentionDesk {
  readonly policy: Policy;
  readonly database: AccountDatabase;
  readonly journal: Journal;
  readonly im: Pick<Im, 'act' | 'forget'>;
  readonly contacts: Pick<ContactParts, 'forgetBefore'>;
}

export interface RetentionOptions {
  readonly log: Log;
  readonly now: () => number;
}

/** Deletes, at the start and every hour, what is older than the policy lets be kept. A session's age counts from its end; one that goes on is kept. */
export class Retention {
  #days: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly desk: RetentionDesk,
    private readonly options: RetentionOptions,
  ) {}

  /** To be called when the policy may have changed. */
  follow(): void {
    const { retentionDays } = this.desk.policy;
    if (retentionDays === this.#days) return;
    this.#days = retentionDays;
    this.#run();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#days = undefined;
  }

  #run(): void {
    clearTimeout(this.#timer);
    if (this.#days === undefined) return;
    this.#timer = setTimeout(() => this.#run(), EVERY_MS);
    void this.#delete(this.options.now() - this.#days * DAY_MS).catch(() => {
      // An account that is being left closes its database, which says nothing about what is in it.
      if (this.#days !== undefined) this.options.log.note('retention-not-kept');
    });
  }

  async #delete(before: number): Promise<void> {
    const { database, journal, im, contacts } = this.desk;
    // A tab that has long ended is closed first, as if the agent had marked it done.
    for (const session of await getOpenSessions(database))
      if (isPast(session) && session.state.at < before) await im.act(session.id, { type: 'mark-done' });
    await journal.flush();
    const ids = await getDoneBefore(database, before);
    if (ids.length > 0) {
      journal.write(deleteSessions(ids));
      im.forget(ids);
      await journal.flush();
    }
    await contacts.forgetBefore(before);
    await this.options.log.forgetBefore(before);
  }
}
