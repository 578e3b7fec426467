import type { TargetsSlice } from '../../../channel/contract.ts';
import type { BareJid } from '../../../model/jid.ts';
import type { AccountDatabase } from '../../../storage/account-database.ts';
import { type DirectoryState, getDirectoryChunks, getDirectoryState, putDirectory } from '../../../storage/directory-store.ts';
import { ContactFailure } from '../../contacts/source/contact-source.ts';
import type { ContactPlace } from '../../contacts/source/contact-sources.ts';
import { HttpExchange } from '../../contacts/source/http-exchange.ts';
import type { Changes } from '../../events/changes.ts';
import type { Log } from '../../events/log.ts';
import type { Presence } from '../presence.ts';
import type { RememberedTargets } from '../remembered-targets.ts';
import type { Roster } from '../roster.ts';
import { announceTargets } from '../target-changes.ts';
import type { TargetDirectory, TargetQuestion } from '../target-directory.ts';
import type { TargetChange } from './directory-answers.ts';
import { headAfter, ownGroupsAfter } from './directory-head.ts';
import { DirectoryIndex } from './directory-index.ts';
import { CHUNKS_AT_ONCE, rest, syncDirectory } from './directory-sync.ts';
import { KnownTargets } from './known-targets.ts';
import { findTargets } from './target-search.ts';
import { wasClockSetBack } from '../../../model/timestamp.ts';

/** How often the service is asked what has changed, while views ask for targets, and how soon again when it couldn't be asked. */
const ASK_EVERY_MS = 15 * 60_000;
const ASK_AGAIN_MS = 60_000;

/** The organisation's directory service, and the contact service whose tokens it takes. */
export interface DirectoryPlace {
  readonly service: string;
  readonly contacts: Extract<ContactPlace, { kind: 'service' }>;
}

export interface ServiceSourceOptions {
  readonly me: BareJid;
  readonly database: AccountDatabase;
  readonly roster: Roster;
  readonly presence: Pick<Presence, 'statusOf' | 'toldCount' | 'ready'>;
  readonly remembered: Pick<RememberedTargets, 'recents' | 'favorites' | 'isFavorite'>;
  readonly changes: Changes;
  readonly log: Log;
  readonly now: () => number;
  /** The peers of sessions. The source looks up those whom the roster doesn't have, so that views show their names. */
  readonly peers: () => readonly BareJid[];
  /** Undefined when there is none any more. */
  readonly place: () => DirectoryPlace | undefined;
}

/**
 * Internal targets of the roster and of the organisation's directory service together. The service's are copied into this browser, so that they are
 * searched without it. They are read into memory with the first search; the first rows need only what is stored beside them.
 */
export class ServiceSource implements TargetDirectory {
  readonly #ending = new AbortController();
  readonly #known: KnownTargets;
  readonly #loaded: Promise<void>;
  #state: DirectoryState | undefined;
  #index: Promise<DirectoryIndex> | undefined;
  #indexed: DirectoryIndex | undefined;
  /** What was stored while the index was being made. */
  #meanwhile: TargetChange[] = [];
  #syncing: Promise<void> | undefined;
  #nextSyncAt = 0;
  /** The peers whose names were looked up since the directory last changed. They aren't looked up again until it changes. */
  readonly #lookedUp = new Set<BareJid>();
  #lookingUp: Promise<void> | undefined;
  readonly #unfollow: () => void;
  #exchange: { readonly place: string; readonly exchange: HttpExchange } | undefined;

  constructor(private readonly options: ServiceSourceOptions) {
    this.#known = new KnownTargets(options.roster, options.remembered, options.me);
    this.#loaded = this.#load();
    this.#unfollow = options.changes.follow('overview', () => this.#lookPeersUp());
    this.#lookPeersUp();
  }

  async find(question: TargetQuestion): Promise<TargetsSlice> {
    await this.#loaded;
    this.#syncIfDue();
    const { roster, presence, remembered, me } = this.options;
    const state = this.#stateHere;
    if (!state) return roster.find(question);
    const parts = { roster, presence, remembered, me, state, known: this.#known };
    const slice = findTargets(question, parts, this.#indexed) ?? findTargets(question, parts, await this.#makeIndex());
    await this.#keepKnown();
    return slice ?? roster.find(question);
  }

  stop(): void {
    this.#unfollow();
    this.#ending.abort();
  }

  /** The state, if it is of the service that is in force now. */
  get #stateHere(): DirectoryState | undefined {
    return this.#state?.service === this.options.place()?.service ? this.#state : undefined;
  }

  async #load(): Promise<void> {
    this.#state = await getDirectoryState(this.options.database).catch(this.options.log.noting('directory-not-read'));
    if (this.#stateHere) this.#known.note(this.#stateHere.known);
  }

  #makeIndex(): Promise<DirectoryIndex> {
    if (this.#index) return this.#index;
    const { signal } = this.#ending;
    let from = 1;
    const last = this.#state?.lastChunk ?? 0;
    this.#meanwhile = [];
    const made = DirectoryIndex.make(
      async () => {
        // A chunk may have become empty, which isn't the end.
        for (let rows = []; from <= last;) {
          const chunks = await getDirectoryChunks(this.options.database, from, from + CHUNKS_AT_ONCE - 1);
          from += CHUNKS_AT_ONCE;
          rows = chunks.flatMap((chunk) => chunk.rows);
          if (rows.length > 0) return rows;
        }
        return [];
      },
      () => rest(signal),
    ).then((index) => {
      index.apply(this.#meanwhile);
      this.#meanwhile = [];
      if (this.#index === made) this.#indexed = index;
      return index;
    });
    this.#index = made;
    made.catch(() => (this.#index = undefined));
    return made;
  }

  #forgetIndex(): void {
    this.#index = undefined;
    this.#indexed = undefined;
  }

  #syncIfDue(): void {
    const { now, changes, log } = this.options;
    const place = this.options.place();
    if (!place || this.#syncing) return;
    if (performance.now() < this.#nextSyncAt) return;
    const { isWhole, syncedAt } = this.#stateHere ?? {};
    if (isWhole && syncedAt !== undefined && !wasClockSetBack(syncedAt, now()) && now() < syncedAt + ASK_EVERY_MS) return;
    this.#syncing = this.#sync(place)
      .catch((error: unknown) => {
        this.#nextSyncAt = performance.now() + ASK_AGAIN_MS;
        if (!this.#ending.signal.aborted) log.note(`directory-not-synced ${error instanceof ContactFailure ? error.problem : 'failed'}`);
      })
      .finally(() => {
        this.#syncing = undefined;
        changes.announce('targets');
        this.#lookPeersUp();
      });
  }

  #lookPeersUp(): void {
    this.#lookingUp ??= this.#findPeers()
      // An account that is being left closes its database, which says nothing about what is in it.
      .catch(() => {
        if (!this.#ending.signal.aborted) this.options.log.note('directory-not-read');
      })
      .finally(() => (this.#lookingUp = undefined));
  }

  /** Learns the names of peers who aren't in the roster from what is stored, without keeping it in memory. */
  async #findPeers(): Promise<void> {
    await this.#loaded;
    const { roster, peers, database, changes } = this.options;
    const state = this.#stateHere;
    const wanted = new Set(peers().filter((peer) => !roster.has(peer) && !this.#lookedUp.has(peer)));
    if (!state || wanted.size === 0) return;
    for (const peer of wanted) this.#lookedUp.add(peer);
    let found = 0;
    for (let from = 1; from <= state.lastChunk && found < wanted.size; from += CHUNKS_AT_ONCE) {
      const chunks = await getDirectoryChunks(database, from, from + CHUNKS_AT_ONCE - 1);
      const targets = chunks.flatMap(({ rows }) => rows.filter(({ kind, id }) => kind === 'agent' && wanted.has(id)));
      this.#known.note(targets);
      found += targets.length;
      await rest(this.#ending.signal);
    }
    if (found > 0) announceTargets(changes);
  }

  async #sync(place: DirectoryPlace): Promise<void> {
    const { database, now, log, me, changes } = this.options;
    await syncDirectory({
      database,
      service: place.service,
      exchange: this.#exchangeOf(place),
      signal: this.#ending.signal,
      now,
      state: this.#state,
      follow: (changed, before, after) => ({
        ...after,
        head: headAfter(changed, before),
        ownGroups: ownGroupsAfter(changed, me, before.ownGroups),
        known: this.#known.kept(),
      }),
      onStored: (changed, state) => {
        const isNew = this.#state?.isWhole !== true;
        this.#state = state;
        if (this.#indexed) this.#indexed.apply(changed);
        else if (this.#index) this.#meanwhile.push(...changed);
        this.#known.apply(changed);
        this.#lookedUp.clear();
        if (changed.length > 0 && isNew) changes.announce('targets');
      },
      onAnew: () => {
        this.#state = undefined;
        this.#forgetIndex();
      },
      onDropped: () => log.note('directory-target-dropped'),
    });
  }

  /** The exchange with the service. It keeps its token as long as the service is the same. */
  #exchangeOf({ service, contacts: { tokens, tokenProblem, service: tokenService } }: DirectoryPlace): HttpExchange {
    const place = `${tokenProblem} ${tokenService} ${service}`;
    if (this.#exchange?.place !== place) this.#exchange = { place, exchange: new HttpExchange(tokens, tokenProblem, tokenService) };
    return this.#exchange.exchange;
  }

  /** Stores the favorites and recently used ones, when there are others than before. */
  async #keepKnown(): Promise<void> {
    const state = this.#stateHere;
    const known = this.#known.kept();
    if (!state || (known.length === state.known.length && known.every((target, place) => target.id === state.known[place]?.id))) return;
    this.#state = { ...state, known };
    await putDirectory(this.options.database, this.#state).catch(this.options.log.noting('directory-not-stored'));
  }
}

/** The source for an account, as it knows itself. */
export function openSource(
  {
    jid,
    peers,
    ...options
  }: Omit<ServiceSourceOptions, 'me' | 'peers' | 'place'> & {
    readonly jid: BareJid;
    readonly peers: () => readonly { readonly peer: BareJid }[];
  },
  place: ServiceSourceOptions['place'],
): ServiceSource {
  return new ServiceSource({ ...options, me: jid, place, peers: () => peers().map(({ peer }) => peer) });
}
