import type { CommandResult, Refusal } from '../../channel/contract.ts';
import { actOnCall, type CallInput, type CallStep, hearCall, incomingCall, outgoingCall } from '../../model/call-machine.ts';
import { highlightsOf, sharedOf } from '../../model/consultation.ts';
import type { ImSession } from '../../model/im-session.ts';
import { type BareJid, domainOf, logonOf } from '../../model/jid.ts';
import { doesOwnInvitationStand } from '../../model/session-machine.ts';
import { type Envelope, type RejectReason, type Signal, signalIdOf } from '../../model/signal.ts';
import { type CallParty, hasMedia, interactionOfCall, isActiveCall, isRinging, type Line, type VoiceCall, type VoiceCallView } from '../../model/voice-call.ts';
import type { Journal } from '../../storage/journal.ts';
import type { AccountDatabase } from '../../storage/schema.ts';
import type { Account } from '../account.ts';
import type { Changes } from '../changes.ts';
import { Deadlines } from '../deadlines.ts';
import type { Outbox } from '../outbox.ts';
import { CallMediaLink, RETURN_MS } from './call-media.ts';
import { CallParties } from './call-parties.ts';
import { type Calls, ENDED_SHOWN_MS } from './calls.ts';
import { Lines } from './lines.ts';
import type { MediaPages } from './media-pages.ts';
import type { Telephony } from './telephony.ts';

/** A caller who is gone without a word doesn't let it ring for ever. */
const RINGS_AT_MOST_MS = 120_000;
/** More at once are turned down: guests can make any number of calls. */
const MAX_RINGING = 20;

export interface VoiceOptions {
  readonly account: Account;
  readonly database: AccountDatabase;
  readonly mediaPages: MediaPages;
  readonly telephony: Telephony;
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly changes: Changes;
  readonly now: () => number;
  readonly onDropped: (reason: string) => void;
}

/** The agent's calls: applies the rules of calls to what the agent does, what comes in and what falls due. */
export class Voice {
  readonly media: CallMediaLink;
  readonly lines: Lines;
  private readonly parties: CallParties;
  private readonly deadlines: Deadlines;
  private readonly settling: ReturnType<typeof setTimeout>;
  /** Calls that an IM session was opened for. */
  private readonly openers = new Set<string>();
  /** Steps are applied one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly options: VoiceOptions,
    private readonly calls: Calls,
  ) {
    const { account, mediaPages, telephony, changes, now } = options;
    this.parties = new CallParties(account);
    this.media = new CallMediaLink({
      jid: account.jid,
      calls,
      mediaPages,
      changes,
      stream: () => account.connection.current,
      policy: () => account.policy,
      settings: () => account.settings,
      onConnected: (callId) => void this.act(callId, { type: 'media-connected' }),
      onEnded: (callId, by) => void this.act(callId, { type: 'media-ended', by }),
      onLost: (callId) => void this.act(callId, { type: 'media-lost' }),
    });
    this.lines = new Lines({ calls, interactions: account.interactions, mediaHosts: this.media.mediaHosts, telephony, now });
    this.deadlines = new Deadlines(now, () => this.next(), () => this.expire());
    // A host that was stopped between a call's end and what follows from it goes on there, when who holds the sound can be back.
    this.settling = setTimeout(() => {
      for (const call of calls.all()) if (call.state.status === 'ended') void this.bringBack(call);
    }, RETURN_MS);
    this.followAll();
  }

  /** A call goes on, or is connecting. */
  get hasMedia(): boolean {
    return this.calls.active().some(hasMedia);
  }

  list(): readonly VoiceCallView[] {
    const { account } = this.options;
    return this.calls.shown().map(({ offered, ...call }) => ({
      ...call,
      peerLogon: logonOf(call.peer),
      peerName: call.party.kind === 'contact' ? call.party.contact.name : account.directory.nameOf(call.peer),
      media: this.calls.media(call.id),
      ...(offered && call.state.status === 'invited' ? { parent: withoutFields(offered), highlights: highlightsOf(offered) } : {}),
    }));
  }

  /** *Call*: opens an IM session beside it where there is none with this colleague. */
  async call(callId: string, sessionId: string, target: BareJid, view: object): Promise<CommandResult> {
    const { account } = this.options;
    const active = this.activeWith(target, undefined);
    if (active) return active;
    const refusal = await this.refusalToCall(callId, target, view);
    if (refusal) return refusal;
    const isPlain = await account.capabilities.isPlain(target, account.connection.current);
    const session = account.im.activeWith(target);
    if (!session) {
      await account.im.open({ id: sessionId, peer: target, isPlain, isForCall: true });
      this.openers.add(callId);
    }
    account.remembered.noteUse(target);
    return this.propose(callId, target, session?.id ?? sessionId, undefined);
  }

  /** Start Voice Consultation: the contact is put on hold, and the target asked, in the IM consultation that there is or in a new one. */
  async consult(callId: string, sessionId: string, interactionId: string, target: BareJid, view: object): Promise<CommandResult> {
    const { account } = this.options;
    const active = this.activeWith(target, interactionId);
    if (active) return active;
    const refusal = await this.refusalToCall(callId, target, view);
    if (refusal) return refusal;
    const begun = await account.consultations.begin(sessionId, interactionId, target);
    if (begun.refused || begun.sessionId === undefined) return begun;
    const outcome = await this.propose(callId, target, begun.sessionId, interactionId);
    // Opened for nothing.
    if (outcome.refused && begun.sessionId === sessionId) await account.im.act(sessionId, { type: 'mark-done' });
    return outcome;
  }

  /** @param view Where the agent accepts: there the sound is, if it can be */
  async accept(callId: string, view: object): Promise<CommandResult> {
    const call = this.calls.get(callId);
    if (!call) return { refused: 'unknown-call' };
    if (call.state.status !== 'invited') return { refused: 'not-possible-now' };
    if (!this.options.account.policy.privileges.canCall) return { refused: 'not-allowed', privilege: 'call' };
    const stream = this.options.account.connection.current;
    if (!stream) return { refused: 'not-possible-now' };
    const [isPrepared] = await Promise.all([this.media.prepare(callId, view), stream.prepareCalls()]);
    if (!isPrepared) return { refused: 'no-voice-here' };
    const heldLines = await this.lines.holdOthers();
    if (!heldLines) return { refused: 'not-held' };
    const refusal = await this.act(callId, { type: 'accept' }, { heldLines });
    if (refusal) {
      await this.lines.retrieveAfter(heldLines);
      return refusal;
    }
    return { callId, ...(call.party.kind === 'colleague' ? { sessionId: call.party.sessionId } : {}) };
  }

  /** What the agent, a clock or the media host does to a call, and what else changes if that is possible. Resolves when it is stored. */
  act(callId: string, input: CallInput, change: Pick<Partial<VoiceCall>, 'heldLines'> = {}): Promise<Refusal | undefined> {
    return this.inTurn(async () => {
      const call = this.calls.get(callId);
      if (!call) return { refused: 'unknown-call' };
      const step = actOnCall(call, input, this.options.now());
      if (step) await this.apply({ ...step, call: { ...step.call, ...change } });
      // What was done already is done: these may come from several tabs at once.
      return step || input.type !== 'accept' ? undefined : { refused: 'not-possible-now' };
    });
  }

  async mute(callId: string, isMuted: boolean): Promise<Refusal | undefined> {
    const call = this.calls.get(callId);
    if (!call || !isActiveCall(call)) return { refused: 'unknown-call' };
    this.calls.change(callId, { isMuted });
    if (await this.media.mute(call, isMuted)) return undefined;
    // Nobody is told that they aren't heard who may be.
    this.calls.change(callId, { isMuted: false });
    return { refused: 'not-possible-now' };
  }

  async hold(line: Line): Promise<Refusal | undefined> {
    return (await this.lines.hold(line)) ? undefined : { refused: 'not-held' };
  }

  async retrieve(line: Line): Promise<Refusal | undefined> {
    return (await this.lines.retrieve(line)) ? undefined : { refused: 'not-retrieved' };
  }

  /** @returns whether the signal is of a call */
  receive(envelope: Envelope): boolean {
    const { signal } = envelope;
    if (signal.type === 'propose-call') {
      this.receiveCall(envelope, signal);
      return true;
    }
    const callId = callIdOf(signal);
    const call = callId === undefined ? undefined : this.calls.get(callId);
    if (!call) return false;
    if (call.peer !== envelope.peer) {
      this.options.onDropped('not-from-the-peer');
      return true;
    }
    if (envelope.isOwn) this.options.outbox.acknowledge(signalIdOf(signal));
    void this.inTurn(async () => {
      const current = this.calls.get(call.id);
      // A stamp of the peer's may lie in the future.
      const step = current && hearCall(current, { ...envelope, at: Math.min(envelope.at, this.options.now()) });
      if (step) await this.apply(step);
    });
    return true;
  }

  /** An IM session has changed: with its end, the call beside it is over too. */
  noteSession(before: ImSession | undefined, after: ImSession): void {
    const { state } = after;
    if (state.status !== 'ended' || before?.state.status === 'ended' || (state.reason !== 'ended-here' && state.reason !== 'ended-by-peer')) return;
    const isPeers = state.reason === 'ended-by-peer';
    for (const call of this.calls.active()) {
      if (call.party.kind !== 'colleague' || call.party.sessionId !== after.id) continue;
      void this.act(call.id, isPeers && hasMedia(call) ? { type: 'media-ended', by: 'peer' } : { type: 'end' });
    }
  }

  /** The agent leaves: nobody is left on a line that nobody is at. */
  async stop(): Promise<void> {
    this.deadlines.stop();
    clearTimeout(this.settling);
    // Each, even where nothing can be stored any more.
    await Promise.allSettled(this.calls.active().map(({ id }) => this.act(id, { type: 'end' })));
    this.media.stop();
  }

  private receiveCall({ peer, isOwn, at }: Envelope, signal: Extract<Signal, { type: 'propose-call' }>): void {
    const { account, outbox, onDropped, now } = this.options;
    const { sessionId: id, imSessionId = id, parent, contact } = signal;
    // Our own, from the archive or of another device of this agent: that one keeps it.
    if (isOwn) return void outbox.acknowledge(signalIdOf(signal));
    if (this.calls.get(id) || account.im.isTaken(id)) return;
    if (!account.policy.privileges.canCall) return this.refuse(id, peer, 'declined');
    const isGuest = isGuestOf(account.jid, peer) && !account.directory.has(peer);
    const isContact = contact !== undefined && isGuest;
    // Nobody is a colleague by saying so, and a contact's call takes the place of no page's interaction.
    if (isGuest && !isContact) return onDropped('guest-as-colleague');
    if (isContact && account.interactions.get(interactionOfCall(id))) return onDropped('taken-interaction');
    if (contact !== undefined && !isContact && domainOf(peer) !== domainOf(account.jid)) return onDropped('call-of-a-stranger');
    const crossing = isContact || parent ? undefined : this.calls.active().find((call) => call.peer === peer && call.state.status === 'inviting' && call.consultedInteractionId === undefined);
    if (crossing && doesOwnInvitationStand(crossing.id, id)) return this.refuse(id, peer, 'tie-break');
    const party: CallParty = isContact ? { kind: 'contact', contact } : { kind: 'colleague', sessionId: this.sessionBeside(imSessionId, peer) ?? id };
    const call = incomingCall({ id, peer, party, ...(parent ? { offered: parent } : {}) }, Math.min(at, now()), RINGS_AT_MOST_MS);
    if (isRinging(call, now()) && this.calls.active().filter((other) => isRinging(other, now())).length >= MAX_RINGING) return this.refuse(id, peer, 'declined');
    // Known at once: what the archive says of it next is of this call.
    this.calls.put(call);
    void this.inTurn(() => this.apply({ call, effects: isRinging(call, now()) ? [{ type: 'send', signal: { type: 'ringing', sessionId: id } }] : [] }));
    // What accepting would wait for; the microphone isn't among it.
    this.media.askForServers();
    void account.connection.current?.prepareCalls().catch(askedAgain);
    if (!crossing) return;
    const hasOpenedSession = this.openers.has(crossing.id);
    // Both called: theirs stands, and is accepted, since we wanted to talk anyway.
    void this.inTurn(() => this.apply({ call: { ...crossing, state: { status: 'ended', reason: 'cancelled', at: now() } }, effects: [] }))
      .then(() => this.accept(id, this))
      .then(() => (hasOpenedSession ? this.parties.leaveUnused(crossing) : undefined));
  }

  /** The session that a colleague names; undefined when that is over, or another's: nobody gets into a session by naming it. */
  private sessionBeside(sessionId: string, peer: BareJid): string | undefined {
    const { im } = this.options.account;
    const session = im.get(sessionId);
    const isOpen = session ? session.peer === peer && session.state.status !== 'ended' : !im.isTaken(sessionId);
    return isOpen ? sessionId : undefined;
  }

  /** Why the target can't be called, if it can't. Sound and servers are ready then. */
  private async refusalToCall(callId: string, target: BareJid, view: object): Promise<CommandResult | undefined> {
    const { account } = this.options;
    const given = this.calls.get(callId);
    if (given) return resultOf(given);
    if (target === account.jid) return { refused: 'target-is-self' };
    if (!account.policy.privileges.canCall) return { refused: 'not-allowed', privilege: 'call' };
    if (account.directory.statusOf(target).availability === 'logged-off') return { refused: 'target-logged-off' };
    const stream = account.connection.current;
    if (!stream) return { refused: 'not-possible-now' };
    if (!(await account.capabilities.takesCalls(target, stream))) return { refused: 'target-without-voice' };
    const [isPrepared] = await Promise.all([this.media.prepare(callId, view), stream.prepareCalls()]);
    return isPrepared ? undefined : { refused: 'no-voice-here' };
  }

  private async propose(callId: string, peer: BareJid, sessionId: string, interactionId: string | undefined): Promise<CommandResult> {
    const { account, now } = this.options;
    const heldLines = await this.holdFor(interactionId);
    if (!heldLines) return { refused: 'not-held' };
    return this.inTurn(async () => {
      // Another view has called meanwhile: it is one call.
      const active = this.calls.get(callId) ?? this.activeCallWith(peer, interactionId);
      if (active) {
        this.calls.change(active.id, { heldLines: joined(active.heldLines, heldLines) });
        return resultOf(active);
      }
      const { parent, state } = account.im.get(sessionId) ?? {};
      // Once it is connected the target has it from the session.
      const offered = parent && state?.status !== 'connected' ? sharedOf(parent) : undefined;
      const signal: Signal = { type: 'propose-call', sessionId: callId, imSessionId: sessionId, ...(offered ? { parent: offered } : {}) };
      const party: CallParty = { kind: 'colleague', sessionId };
      const call = outgoingCall({ id: callId, peer, party, heldLines, ...(interactionId === undefined ? {} : { consultedInteractionId: interactionId }) }, now(), account.settings.invitationTimeoutMs);
      await this.apply({ call, effects: [{ type: 'send', signal }] });
      return resultOf(call);
    });
  }

  /** Makes room, and has the consulted contact on hold in any case. @returns undefined when somebody couldn't be put on hold */
  private async holdFor(interactionId: string | undefined): Promise<readonly Line[] | undefined> {
    const held = await this.lines.holdOthers();
    const interaction = interactionId === undefined ? undefined : this.options.account.interactions.get(interactionId);
    if (!held || !interaction || interaction.media !== 'voice' || interaction.status === 'ended') return held;
    const line: Line = { of: 'interaction', id: interaction.id };
    if (held.some(({ id }) => id === interaction.id || id === interaction.callId)) return held;
    if (await this.lines.hold(line)) return [...held, line];
    await this.lines.retrieveAfter(held);
    return undefined;
  }

  private activeWith(target: BareJid, interactionId: string | undefined): CommandResult | undefined {
    const call = this.activeCallWith(target, interactionId);
    return call && resultOf(call);
  }

  private activeCallWith(target: BareJid, interactionId: string | undefined): VoiceCall | undefined {
    return this.calls.active().find(({ peer, party, consultedInteractionId }) => peer === target && party.kind === 'colleague' && consultedInteractionId === interactionId);
  }

  private async apply({ call: next, effects }: CallStep): Promise<void> {
    const { journal, now } = this.options;
    // Whoever answers while the agent is with somebody else hears music until the agent comes.
    const isWaiting = effects.some(({ type }) => type === 'start-media') && this.lines.isTalking(next.id);
    const call = isWaiting ? { ...next, heldSince: now() } : next;
    const before = this.calls.get(call.id);
    this.calls.put(call.state.status === 'invited' || call.offered === undefined ? call : withoutOffer(call));
    // Before anything is waited for: nobody is heard any longer, whether that can be stored or not.
    if (call.state.status === 'ended') void this.media.end(call, !effects.some((effect) => effect.type === 'end-media' && !effect.isPeerTold));
    // It takes longest, and waits for nothing of the rest.
    for (const effect of effects) if (effect.type === 'start-media') void this.media.start(call, effect.offerTo);
    const isOver = call.state.status === 'ended';
    if (!isOver) await this.parties.follow(before, call);
    for (const effect of effects) {
      if (effect.type === 'send') await this.send(effect.signal, call);
    }
    // After the word of how it ended: the session beside it may end with it, which says less.
    if (isOver) await this.parties.follow(before, call);
    if (isOver) {
      this.openers.delete(call.id);
      void this.bringBack(call);
    }
    this.followAll();
    await journal.flush();
  }

  private async send(signal: Signal, { id, peer }: VoiceCall): Promise<void> {
    const { outbox, journal } = this.options;
    if (signal.type !== 'ringing') return outbox.add(signal, peer, id);
    // It says that the call is known here: not before it is.
    await journal.flush();
    outbox.pass(signal, peer);
  }

  private refuse(callId: string, peer: BareJid, reason: RejectReason): void {
    void this.options.outbox.add({ type: 'reject', sessionId: callId, reason }, peer, callId).catch(toldByJournal);
  }

  /** Who was put on hold for a call that is over comes back. */
  private async bringBack({ id, heldLines }: VoiceCall): Promise<void> {
    if (heldLines.length === 0) return;
    // A call that this one was put on hold for will bring them back.
    const next = this.calls.active().find((call) => call.heldLines.some(isSame({ of: 'call', id })));
    if (next) this.calls.change(next.id, { heldLines: joined(next.heldLines, heldLines) });
    else await this.lines.retrieveAfter(heldLines.filter((line) => !this.calls.active().some((call) => call.heldLines.some(isSame(line)))));
    this.calls.change(id, { heldLines: [] });
  }

  private followAll(): void {
    this.deadlines.arm();
    this.media.playTone(this.toneNow());
  }

  private toneNow(): 'ring' | 'ringback' | undefined {
    const { account } = this.options;
    const active = this.calls.active();
    if (active.some(({ state }) => state.status === 'inviting')) return 'ringback';
    const hasRinging = active.some((call) => isRinging(call, this.options.now())) && account.settings.isSoundOn && account.status.availability !== 'do-not-disturb';
    return hasRinging && !active.some(hasMedia) ? 'ring' : undefined;
  }

  private next(): number | undefined {
    const due = this.calls.all().flatMap(({ state }) => {
      if (state.status === 'inviting' || state.status === 'invited') return [state.expiresAt];
      return state.status === 'ended' && state.at + ENDED_SHOWN_MS > this.options.now() ? [state.at + ENDED_SHOWN_MS] : [];
    });
    return due.length > 0 ? Math.min(...due) : undefined;
  }

  private expire(): void {
    for (const { id } of this.calls.active()) void this.act(id, { type: 'expire' });
    // Those that were shown as ended are shown no more.
    this.options.changes.announce('overview');
    this.deadlines.arm();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}

/** What can't be stored ends the account in this host: the journal says so, once for all. */
function toldByJournal(): void {}

/** Which call a signal may be of. The session beside a call can have the same id: what is written in it is none of the call's. */
function callIdOf(signal: Signal): string | undefined {
  switch (signal.type) {
    case 'ringing':
    case 'proceed':
    case 'reject':
    case 'retract':
    case 'finish':
      return signal.sessionId;
    case 'failed':
      return signal.id.replace(/^[a-z]+-/, '');
    default:
      return undefined;
  }
}

/** Who accepts asks again. */
function askedAgain(): void {}

function resultOf({ id, party }: VoiceCall): CommandResult {
  return { callId: id, ...(party.kind === 'colleague' ? { sessionId: party.sessionId } : {}) };
}

function joined(some: readonly Line[], more: readonly Line[]): readonly Line[] {
  return [...some, ...more.filter((line) => !some.some(isSame(line)))];
}

function isSame({ of, id }: Line): (line: Line) => boolean {
  return (line) => line.of === of && line.id === id;
}

function withoutOffer({ offered: _offered, ...call }: VoiceCall): VoiceCall {
  return call;
}

function withoutFields({ caseData: _caseData, ...parent }: NonNullable<VoiceCall['offered']>): NonNullable<VoiceCallView['parent']> {
  return parent;
}

/** Guests are on a host below the agents' own: `guest.support.example`. */
function isGuestOf(me: BareJid, peer: BareJid): boolean {
  return domainOf(peer).endsWith(`.${domainOf(me)}`);
}
