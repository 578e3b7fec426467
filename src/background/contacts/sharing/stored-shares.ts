import { recordKey } from '../../../model/contact/consultation-record.ts';
import type { Journal } from '../../../storage/journal.ts';
import { deleteSharedContact, putSharedContact, type SharedContact } from '../../../storage/shared-contact-store.ts';
import type { Changes } from '../../events/changes.ts';

export interface StoredSharesOptions {
  readonly journal: Pick<Journal, 'write'>;
  readonly changes: Pick<Changes, 'announce'>;
  /** Called when one was put. @param isOverNow Whether its session has just ended */
  readonly onPut: (key: string, isOverNow: boolean) => void;
  readonly onDropped: (key: string) => void;
}

/** The contacts that are shared, or were and have still to be recorded, each by the key of its record. They are stored as they change. */
export class StoredShares {
  readonly #byKey: Map<string, SharedContact>;

  constructor(
    stored: readonly SharedContact[],
    private readonly options: StoredSharesOptions,
  ) {
    this.#byKey = new Map(stored.map((shared) => [recordKey(shared), shared]));
  }

  get(key: string): SharedContact | undefined {
    return this.#byKey.get(key);
  }

  /** All of them, as they are now; changes don't disturb whoever goes through them. */
  all(): readonly (readonly [key: string, shared: SharedContact])[] {
    return [...this.#byKey];
  }

  put(shared: SharedContact): void {
    const key = recordKey(shared);
    const isOverNow = shared.isOver && this.#byKey.get(key)?.isOver === false;
    this.#byKey.set(key, shared);
    this.options.journal.write(putSharedContact(shared));
    this.options.changes.announce('unsent-records');
    this.options.onPut(key, isOverNow);
  }

  /** Changes a part of the stored state. Other parts may have changed meanwhile, and stay as they are. */
  change(shared: SharedContact, change: Partial<SharedContact>): void {
    const current = this.#byKey.get(recordKey(shared));
    if (current) this.put({ ...current, ...change });
  }

  drop(shared: SharedContact): void {
    const key = recordKey(shared);
    this.#byKey.delete(key);
    this.options.journal.write(deleteSharedContact(shared));
    this.options.changes.announce('unsent-records');
    this.options.onDropped(key);
  }
}
