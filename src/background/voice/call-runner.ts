import type { Refusal } from '../../channel/contract.ts';
import type { CallHappening } from '../../model/call/call-happening.ts';
import { actOnCall, type CallInput, type CallStep, hearCall } from '../../model/call/call-machine.ts';
import type { Envelope, Signal } from '../../model/signal.ts';
import { withinTimes } from '../../model/timestamp.ts';
import { hasMedia, type VoiceCall } from '../../model/call/voice-call.ts';
import { Turn } from '../../model/turn.ts';
import type { CallRecords } from '../../storage/call-store.ts';
import type { DraftRecords } from '../../storage/draft-store.ts';
import { type Journal, toldByJournal } from '../../storage/journal.ts';
import type { StoreDatabase } from '../../storage/store-port.ts';
import type { Changes } from '../events/changes.ts';
import type { Log } from '../events/log.ts';
import { Deadlines } from '../time/deadlines.ts';
import type { Outbox } from '../stream/outbox.ts';
import type { CallDesk } from './call-desk.ts';
import { CallMediaLink } from './call-media.ts';
import { RETURN_MS } from './media-returns.ts';
import { CallParties } from './call-parties.ts';
import { peerViewOf } from './call-peer.ts';
import { type Calls, ENDED_SHOWN_MS } from './calls.ts';
import { Lines } from './lines.ts';
import type { MediaPages } from './media-pages.ts';
import type { Telephony } from './telephony.ts';
import type { CallId } from '../../model/ids.ts';

export interface VoiceOptions {
  readonly desk: CallDesk;
  readonly database: StoreDatabase<CallRecords & DraftRecords>;
  readonly mediaPages: MediaPages;
  readonly telephony: Telephony;
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly changes: Changes;
  readonly now: () => number;
  readonly log: Log;
}

/** Runs calls by their rules, one step after the other: on what the agent does, what comes in and what falls due. */
export class CallRunner {
  readonly media: CallMediaLink;
  readonly lines: Lines;
  readonly parties: CallParties;
  readonly #deadlines: Deadlines;
  readonly #settling: ReturnType<typeof setTimeout>;
  readonly #turn = new Turn();
  /** Calls that their caller has ended, but whose end hasn't had its turn yet. They don't count as ringing any more. */
  readonly #leaving = new Set<CallId>();

  constructor(
    private readonly options: VoiceOptions,
    readonly calls: Calls,
  ) {
    const { desk, mediaPages, telephony, changes, now, log } = options;
    this.parties = new CallParties(desk, options.database);
    this.media = new CallMediaLink({
      jid: desk.jid,
      isStranger: (peer) => desk.peers.standingOf(peer) === 'stranger',
      calls,
      mediaPages,
      changes,
      log,
      stream: () => desk.connection.current,
      policy: () => desk.policy,
      settings: () => desk.settings,
      onAnswered: (callId, device) => this.act(callId, { type: 'answered', device }),
      onConnected: (callId) => this.actSoon(callId, { type: 'media-connected' }),
      onEnded: (callId, by) => this.actSoon(callId, { type: 'media-ended', by }),
      onLost: (callId) => this.actSoon(callId, { type: 'media-lost' }),
    });
    this.lines = new Lines({ calls, interactions: desk.interactions, mediaHosts: this.media.mediaHosts, telephony, now, log: options.log });
    this.#deadlines = new Deadlines(
      () => calls.nextChangeAt(),
      () => this.#expire(),
    );
    // A host may have been stopped between a call's end and bringing back who was on hold for it. That is done now, once the documents with the sound
    // have had time to come back.
    this.#settling = setTimeout(() => {
      for (const call of calls.all()) if (call.state.status === 'ended') this.#bringBack(call);
    }, RETURN_MS);
    this.#followAll();
  }

  /**
   * Does to a call what the agent, a clock or the media host asks, and changes the rest of it in the same step. Resolves when it is stored.
   */
  act(callId: CallId, input: CallInput, change: Pick<Partial<VoiceCall>, 'heldLines' | 'device'> = {}): Promise<Refusal | undefined> {
    return this.inTurn(async () => {
      const call = this.calls.get(callId);
      if (!call) return { refused: 'unknown-call' };
      const step = actOnCall(call, input, this.options.now());
      if (step) await this.apply({ ...step, call: { ...step.call, ...change } });
      // An input that was done already counts as done, because it may come from several tabs at once.
      return step || input.type !== 'accept' ? undefined : { refused: 'not-possible-now' };
    });
  }

  /** Does the same for callers that don't wait for it. */
  actSoon(callId: CallId, input: CallInput): void {
    this.act(callId, input).catch(toldByJournal);
  }

  /** Takes a signal for a call that is known. */
  hear(callId: CallId, envelope: Envelope): void {
    const { signal, isOwn } = envelope;
    if (!isOwn && (signal.type === 'retract' || signal.type === 'finish')) this.#leaving.add(callId);
    this.inTurn(async () => {
      this.#leaving.delete(callId);
      const call = this.calls.get(callId);
      const step = call && hearCall(call, { ...envelope, at: withinTimes(envelope.at, 0, this.options.now()) });
      if (step) await this.apply(step);
    }).catch(toldByJournal);
  }

  /** The calls that ask the agent for an answer now. */
  ringing(): readonly VoiceCall[] {
    return this.calls.active().filter((call) => this.calls.isRinging(call) && !this.#leaving.has(call.id));
  }

  /** Stores a call that begins, or that gives way to another. Resolves when it is stored. */
  begin(step: CallStep): Promise<void> {
    return this.inTurn(() => this.apply(step));
  }

  /** Carries out a step. To be called by whoever has the turn. Resolves when it is stored. */
  async apply({ call: next, effects, happenings }: CallStep): Promise<void> {
    const { journal, now } = this.options;
    // A call that is answered while the agent is with somebody else begins on hold: the agent may have gone back to the contact while it rang.
    const isWaiting = effects.some(({ type }) => type === 'start-media') && this.lines.isTalking(next.id);
    const call = isWaiting ? { ...next, heldSince: now() } : next;
    this.calls.put(call.state.status === 'invited' || call.offered === undefined ? call : withoutOffer(call));
    // The sound ends before anything is waited for, so that nobody is heard any longer, even if the end can't be stored.
    const isOver = call.state.status === 'ended';
    if (isOver) void this.media.end(call, !effects.some((effect) => effect.type === 'end-media' && !effect.isPeerTold));
    // The sound begins first, because it takes longest and needs nothing of the rest.
    for (const effect of effects) {
      if (effect.type === 'start-media') void this.media.starts.start(call, effect.offerTo);
      if (effect.type === 'offer-media') void this.media.starts.offer(call, effect.offerTo);
    }
    // What belongs to the call is stored together with what is sent, so that an answer isn't held up by it.
    const followed = isOver ? undefined : this.parties.follow(call, happenings);
    await Promise.all([followed, ...effects.map((effect) => effect.type === 'send' && this.#send(effect.signal, call))]);

    // The peer is told first how the call ended. The session beside it may end with it, and says less about why.
    if (isOver) {
      await this.parties.follow(call, happenings);
      this.#bringBack(call);
    }
    this.#followAll();
    await journal.flush();
    this.#tell(happenings, call);
  }

  #tell(happenings: readonly CallHappening[], { party, ...call }: VoiceCall): void {
    const { desk, now } = this.options;
    const { id, direction, state, consultedInteractionId, heldLines } = call;
    const told = {
      ...{ id, direction, state, consultedInteractionId, heldLines },
      ...peerViewOf({ ...call, party }, desk.peers),
      party: party.kind === 'contact' ? ({ kind: 'contact' } as const) : party,
    };
    for (const happening of happenings) {
      // What the archive or the clock tells of a call that ended some time ago is no news.
      const isOld = happening.name === 'call-ended' && happening.at <= now() - ENDED_SHOWN_MS;
      if (!isOld) desk.happenings.tell({ ...happening, of: 'call', call: told });
    }
  }

  async #send(signal: Signal, { id, peer, direction, party }: VoiceCall): Promise<void> {
    const { desk, outbox, journal, log } = this.options;
    if (!desk.peers.areTold(signal.type, peer, direction === 'outgoing')) return;
    // A contact's page confirms nothing. Its call ends with its stream.
    if (signal.type !== 'ringing') return outbox.add({ signal, peer, sessionId: id, awaitsReceipt: party.kind === 'colleague' });
    // `ringing` says that the call is known here, so that it is sent only after the call is stored, and, as the offer may follow, with the code for it.
    await journal.flush();
    const prepared = desk.connection.current?.prepareCalls().catch(log.noting('calls-not-loaded'));
    void Promise.resolve(prepared).then(() => outbox.pass(signal, peer));
  }

  /** Does one piece of work after the other. On a full disk none waits until the one before it is stored, so that a call can always be ended. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      void this.#turn.take(async () => {
        const done = work();
        done.then(resolve, reject);
        await this.options.journal.whileRoom(done).catch(toldByJournal);
      });
    });
  }

  /** Ends all calls, because none can go on without the host: the peers would be left on a line with nobody on it. */
  async stop(): Promise<void> {
    this.#deadlines.stop();
    clearTimeout(this.#settling);
    // Every call is tried, also if nothing can be stored any more.
    await this.options.journal.whileRoom(Promise.allSettled(this.calls.active().map(({ id }) => this.act(id, { type: 'end' }))));
    this.media.stop();
  }

  /** Brings back whoever was put on hold for a call that is over. */
  #bringBack(call: VoiceCall): void {
    this.lines.bringBackAfter(call).catch(toldByJournal);
  }

  #followAll(): void {
    this.#deadlines.arm();
    this.media.playTone(this.#toneNow());
  }

  #toneNow(): 'ring' | 'ringback' | undefined {
    const { desk } = this.options;
    const active = this.calls.active();
    if (active.some(({ state }) => state.status === 'inviting')) return 'ringback';
    const hasRinging =
      active.some((call) => this.calls.isRinging(call)) && desk.settings.isSoundOn && desk.status.availability !== 'do-not-disturb';
    return hasRinging && !active.some(hasMedia) ? 'ring' : undefined;
  }

  #expire(): void {
    for (const { id } of this.calls.unanswered()) this.actSoon(id, { type: 'expire' });
    // Calls that ended some time ago aren't shown any more.
    this.options.changes.announce('overview');
    this.#deadlines.arm();
  }
}

function withoutOffer({ offered: _offered, ...call }: VoiceCall): VoiceCall {
  return call;
}
