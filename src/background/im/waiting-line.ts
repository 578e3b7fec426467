import type { SessionId } from '../../model/ids.ts';
import type { ImSession } from '../../model/session/im-session.ts';
import { type GroupRef, targetKeyOf } from '../../model/target-ref.ts';
import type { Reach } from '../directory/reach.ts';
import type { Changes } from '../events/changes.ts';
import { Deadlines } from '../time/deadlines.ts';
import type { Im } from './im.ts';

/** How often a hub is asked though it would tell that somebody has become ready. It forgets a place that it isn't asked for (docs/protocol.md 13). */
const REFRESH_MS = 15_000;

export interface WaitingLineOptions {
  readonly im: Pick<Im, 'act' | 'inLine'>;
  readonly reach: Pick<Reach, 'nextInLine' | 'leaveLine' | 'followLine'>;
  readonly changes: Pick<Changes, 'follow' | 'followTargets'>;
}

/** What is known of one place in a line. */
interface Place {
  readonly group: GroupRef;
  /** When it is asked for again, as `performance.now` counts; `undefined` where the roster tells, whose changes are followed. */
  dueAt: number | undefined;
  isAsking: boolean;
  isByHub: boolean;
}

/** Keeps the agent's places in the lines of groups, and asks members as soon as they are ready. */
export class WaitingLine {
  readonly #places = new Map<SessionId, Place>();
  readonly #deadlines: Deadlines;
  readonly #unfollow: readonly (() => void)[];

  constructor(private readonly options: WaitingLineOptions) {
    const look = () => this.look();
    this.#deadlines = new Deadlines(() => this.#next(), look);
    this.#unfollow = [options.changes.follow('overview', look), options.changes.followTargets(undefined, look)];
  }

  stop(): void {
    this.#deadlines.stop();
    for (const unfollow of this.#unfollow) unfollow();
  }

  /** Asks for each session in line whose time has come, and gives up the places of those that aren't any more. */
  look(): void {
    const waiting = this.options.im.inLine();
    for (const [id, { group, isByHub }] of this.#places) {
      if (waiting.some((session) => session.id === id)) continue;
      this.#places.delete(id);
      if (isByHub) this.options.reach.leaveLine(group, id).catch(() => undefined /* The hub forgets the place by itself. */);
    }
    for (const session of waiting) void this.#ask(session);
    this.#deadlines.arm();
  }

  async #ask({ id, group, lineSince, members = [] }: ImSession): Promise<void> {
    if (!group || lineSince === undefined) return;
    const place: Place = this.#places.get(id) ?? { group, dueAt: 0, isAsking: false, isByHub: false };
    this.#places.set(id, place);
    const { reach, im } = this.options;
    if (place.isAsking || (place.dueAt ?? 0) > performance.now()) return;
    place.isAsking = true;
    place.dueAt = performance.now() + REFRESH_MS;
    try {
      await reach.followLine((moved) => this.#askAgain(moved));
      const news = await reach.nextInLine(group, { id, since: lineSince, except: members.map(({ jid }) => jid) });
      place.isByHub = news.isByHub;
      place.dueAt = news.isByHub ? performance.now() + REFRESH_MS : undefined;
      const { members: ready, place: number } = news;
      await im.act(id, { type: 'go-on-in-line', members: ready, ...(number === undefined ? {} : { place: number }) });
    } catch {
      // Either the journal tells why nothing is stored, or the code of groups couldn't be loaded. Both are tried again when the place is due.
    } finally {
      place.isAsking = false;
      this.#deadlines.arm();
    }
  }

  /** A hub says that somebody of this group has become ready. */
  #askAgain(group: GroupRef): void {
    for (const place of this.#places.values()) if (targetKeyOf(place.group) === targetKeyOf(group)) place.dueAt = 0;
    this.look();
  }

  #next(): number | undefined {
    const due = [...this.#places.values()].flatMap(({ dueAt, isAsking }) => (dueAt === undefined || isAsking ? [] : [dueAt]));
    return due.length > 0 ? Math.min(...due) : undefined;
  }
}
