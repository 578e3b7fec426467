import { isActiveCall } from '../../model/call/active-call.ts';
import { type CallMedia, isMadeElsewhere, ringingSpan, type VoiceCall } from '../../model/call/voice-call.ts';
import { deleteCall, putCall } from '../../storage/call-store.ts';
import type { Journal } from '../../storage/journal.ts';
import type { Changes } from '../events/changes.ts';
import type { CallId, InvitationId } from '../../model/ids.ts';
import type { TimeSpan } from '../../model/timestamp.ts';
import { TimeLeft } from '../time/time-left.ts';

/** How long views show that a call has ended. */
export const ENDED_SHOWN_MS = 10_000;
/** How long a call that is over is kept: an archive that is read late may still say something of it. */
const ENDED_KEPT_MS = 48 * 3600 * 1000;
/** How many calls that are over are kept. A host may run for weeks, and guests can make any number of calls. */
const MAX_ENDED = 200;

/** An account's calls, each stored at every change. */
export class Calls {
  readonly #byId: Map<InvitationId, VoiceCall>;
  readonly #timeLeft: TimeLeft<CallId>;
  readonly #mediaById = new Map<CallId, CallMedia>();

  constructor(
    stored: readonly VoiceCall[],
    private readonly journal: Journal,
    private readonly changes: Changes,
    private readonly now: () => number,
  ) {
    this.#byId = new Map(stored.map((call) => [call.id, call]));
    this.#timeLeft = new TimeLeft(now);
    this.#forgetOld();
    this.#followTimes();
  }

  get(id: InvitationId): VoiceCall | undefined {
    return this.#byId.get(id);
  }

  all(): readonly VoiceCall[] {
    return [...this.#byId.values()];
  }

  /** The calls that ring, are connecting or are connected. */
  active(): readonly VoiceCall[] {
    return this.all().filter(isActiveCall);
  }

  /** The calls that views show, oldest first: those that are active, and those that ended a moment ago. */
  shown(): readonly VoiceCall[] {
    return this.all()
      .filter((call) => !isMadeElsewhere(call))
      .filter(({ id, state }) => (state.status !== 'ended' && state.status !== 'invited') || !this.#timeLeft.isOver(id))
      .sort((a, b) => a.createdAt - b.createdAt);
  }

  /** Whether the call rings here, and its time isn't over. */
  isRinging({ id, state }: VoiceCall): boolean {
    return state.status === 'invited' && !this.#timeLeft.isOver(id);
  }

  /** The calls whose time for an answer is over. */
  unanswered(): readonly VoiceCall[] {
    return this.active().filter(({ id }) => this.#timeLeft.isOver(id));
  }

  /** When a call is unanswered next, or isn't shown any more, as `performance.now` counts. */
  nextChangeAt(): number | undefined {
    const changing = this.all().filter((call) => isActiveCall(call) || !this.#timeLeft.isOver(call.id));
    const next = Math.min(...changing.map(({ id }) => this.#timeLeft.dueAt(id)));
    return next === Infinity ? undefined : next;
  }

  put(call: VoiceCall): void {
    this.#byId.set(call.id, call);
    this.#followTimes();
    this.journal.write(putCall(isActiveCall(call) ? call : withoutContact(call)));
    if (call.state.status === 'ended') {
      this.#mediaById.delete(call.id);
      this.#forgetOld();
    }
    this.changes.announce('overview');
  }

  /** Changes a part of the call that the call's rules don't decide. */
  change(id: CallId, change: Partial<VoiceCall>): void {
    const call = this.#byId.get(id);
    if (call) this.put({ ...call, ...change });
  }

  /** The state of the call's sound, as the media host last told it. */
  media(id: CallId): CallMedia | undefined {
    return this.#mediaById.get(id);
  }

  setMedia(id: CallId, media: CallMedia): void {
    this.#mediaById.set(id, media);
    this.changes.announce('overview');
  }

  forget(id: CallId): void {
    this.#byId.delete(id);
    this.journal.write(deleteCall(id));
  }

  forgetEnded(): void {
    this.#forget(() => true);
    this.changes.announce('overview');
  }

  #followTimes(): void {
    const spans = this.all().map((call) => [call.id, spanOf(call)] as const);
    this.#timeLeft.follow(new Map(spans.flatMap(([id, span]) => (span ? [[id, span]] : []))));
  }

  #forgetOld(): void {
    this.#forget((endedAt, place) => place >= MAX_ENDED || endedAt < this.now() - ENDED_KEPT_MS);
  }

  /** Deletes calls that are over. @param isMeant By when it ended, and how many have ended since */
  #forget(isMeant: (endedAt: number, place: number) => boolean): void {
    const ended = this.all()
      .flatMap(({ id, state }) => (state.status === 'ended' ? [{ id, at: state.at }] : []))
      .sort((a, b) => b.at - a.at);
    for (const { id } of ended.filter(({ at }, place) => isMeant(at, place))) this.forget(id);
  }
}

/** The call without what the contact said of themselves, which isn't kept for longer than the call. */
function withoutContact(call: VoiceCall): VoiceCall {
  return call.party.kind === 'contact'
    ? { ...call, party: { kind: 'contact', contact: { name: '', number: '', topic: '', page: '', group: '' } } }
    : call;
}

/** How long the call waits for an answer, or is shown after its end. */
function spanOf(call: VoiceCall): TimeSpan | undefined {
  const { state } = call;
  return state.status === 'ended' ? { since: state.at, until: state.at + ENDED_SHOWN_MS } : ringingSpan(call);
}
