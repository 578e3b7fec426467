import type { PastInteractionSlice } from '../../../channel/contract.ts';
import type { ContactProblem } from '../../../model/contact/contact.ts';
import type { StoredPastInteraction } from '../../../storage/past-interaction-store.ts';
import type { ContactCache } from './contact-cache.ts';
import type { ContactReads } from './contact-reads.ts';
import { type CallOptions, type ContactSource, problemOf } from '../source/contact-source.ts';

/** How many interactions are held in memory. It is enough for those that views look at. */
const MOST_OPEN = 10;

export interface PastInteractionsOptions {
  readonly cache: ContactCache;
  readonly reads: ContactReads;
  readonly now: () => number;
  /** @throws ContactFailure `not-configured` */
  readonly source: () => ContactSource;
  readonly whileAllowed: <T>(contactId: string, work: () => Promise<T>, lost: readonly ContactProblem[]) => Promise<T>;
}

/** Past interactions with their details, as they are opened. */
export class PastInteractions {
  /** By name; null when this browser holds none of that name. */
  readonly #open = new Map<string, StoredPastInteraction | null>();

  constructor(private readonly options: PastInteractionsOptions) {}

  find(contactId: string, id: string): PastInteractionSlice | Promise<PastInteractionSlice> {
    const name = nameOf(contactId, id);
    const held = this.#open.get(name);
    if (held !== undefined) return this.#answer(contactId, id, held);
    return this.options.cache.getInteraction(contactId, id).then((stored) => {
      this.#hold(name, stored ?? null);
      return this.#answer(contactId, id, this.#open.get(name) ?? null);
    });
  }

  /** Reads again, because the agent has pressed *Retry*, those interactions that views look at. */
  retry(contactId: string): void {
    for (const name of this.#namesOf(contactId)) {
      const id = name.split(' ')[2] ?? '';
      this.options.reads.start(name, (call) => this.#read(contactId, id, call), true);
    }
  }

  forget(contactId: string): void {
    for (const name of this.#namesOf(contactId)) this.#open.delete(name);
  }

  #namesOf(contactId: string): readonly string[] {
    return [...this.#open.keys()].filter((name) => name.startsWith(nameOf(contactId, '')));
  }

  #hold(name: string, interaction: StoredPastInteraction | null): void {
    this.#open.delete(name);
    this.#open.set(name, interaction);
    for (const oldest of [...this.#open.keys()].slice(0, -MOST_OPEN)) this.#open.delete(oldest);
  }

  #answer(contactId: string, id: string, held: StoredPastInteraction | null): PastInteractionSlice {
    const name = nameOf(contactId, id);
    this.options.reads.start(name, (call) => this.#read(contactId, id, call));
    return { ...(held ? { interaction: held.interaction, readAt: held.readAt } : {}), ...this.options.reads.stateOf(name) };
  }

  async #read(contactId: string, id: string, call: CallOptions): Promise<void> {
    const { cache, now, source, whileAllowed } = this.options;
    const name = nameOf(contactId, id);
    const held = this.#open.get(name) ?? undefined;
    try {
      // If the interaction isn't there, its contact may still be. If it may not be seen, neither may its contact, which is then dropped.
      const answer = await whileAllowed(contactId, () => source().readInteraction(contactId, id, { ...call, etag: held?.etag }), [
        'not-permitted',
        'grant-ended',
      ]);
      call.signal.throwIfAborted();
      if (answer.isUnchanged) {
        if (held) this.#hold(name, { ...held, readAt: now() });
        return;
      }
      await cache.putInteraction(contactId, answer.value, answer.etag);
      this.#hold(name, (await cache.getInteraction(contactId, id)) ?? null);
    } catch (error) {
      if (problemOf(error) === 'not-found') {
        this.#hold(name, null);
        await cache.removeInteraction(contactId, id);
      }
      throw error;
    }
  }
}

const nameOf = (contactId: string, id: string) => `${contactId} interaction ${id}`;
