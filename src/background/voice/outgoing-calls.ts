import type { CommandResult } from '../../channel/contract.ts';
import { outgoingCall } from '../../model/call/call-machine.ts';
import { sharedOf } from '../../model/interaction/consultation.ts';
import type { BareJid } from '../../model/jid.ts';
import type { Signal } from '../../model/signal.ts';
import type { ImSession } from '../../model/session/im-session.ts';
import type { CallParty, Line, VoiceCall } from '../../model/call/voice-call.ts';
import { toldByJournal } from '../../storage/journal.ts';
import type { CallDesk } from './call-desk.ts';
import type { CallRunner } from './call-runner.ts';
import { joinedLines } from './lines.ts';
import type { CallId, InteractionId, SessionId } from '../../model/ids.ts';

/** The calls that the agent begins, each beside an IM session. */
export class OutgoingCalls {
  constructor(
    private readonly desk: CallDesk,
    private readonly runner: CallRunner,
    private readonly now: () => number,
  ) {}

  /** *Call*: beside the session that is named, or else beside the one with this colleague; where there is none, a new one is opened. */
  async call(callId: CallId, sessionId: SessionId, target: BareJid, view: object): Promise<CommandResult> {
    const { desk } = this;
    const active = this.#activeWith(target, undefined);
    if (active) return active;
    const refusal = await this.#refusalToCall(callId, target, view);
    if (refusal) return refusal;
    const isPlain = await desk.reach.isPlain(target);
    const named = desk.im.get(sessionId);
    const session = named?.peer === target && named.state.status !== 'ended' ? named : desk.im.activeWith(target);
    // The session that was named has ended meanwhile.
    if (!session && desk.im.isTaken(sessionId)) return { refused: 'unknown-session' };
    if (!session) await desk.im.open({ id: sessionId, peer: target, isPlain, isForCall: true });
    desk.remembered.noteUse({ kind: 'agent', jid: target });
    return this.#propose(callId, target, session?.id ?? sessionId, undefined);
  }

  /** *Start Voice Consultation*: puts the contact on hold, and then calls the target, in the IM consultation that there is or in a new one. */
  async consult(callId: CallId, sessionId: SessionId, interactionId: InteractionId, target: BareJid, view: object): Promise<CommandResult> {
    const { desk } = this;
    const active = this.#activeWith(target, interactionId);
    if (active) return active;
    const refusal = await this.#refusalToCall(callId, target, view);
    if (refusal) return refusal;
    const begun = await desk.consultations.begin(sessionId, interactionId, target, { isForCall: true });
    if (begun.refused || begun.sessionId === undefined) return begun;
    const outcome = await this.#propose(callId, target, begun.sessionId, interactionId);
    // The session was opened for this call only, which didn't come about.
    if (outcome.refused && begun.sessionId === sessionId) await desk.im.act(sessionId, { type: 'mark-done' });
    return outcome;
  }

  /**
   * Calls who was taken of a group that was asked for a call, beside the session in which it was asked.
   * @param alreadyHeld Who was put on hold when it was asked
   */
  async callTaken({ id, peer, parent }: ImSession, callId: CallId, view: object, alreadyHeld: readonly Line[]): Promise<CommandResult> {
    const refusal = await this.#refusalToCall(callId, peer, view);
    const outcome = refusal ?? (await this.#propose(callId, peer, id, parent?.interactionId, alreadyHeld));
    if (outcome.refused) await this.runner.lines.retrieveAfter(alreadyHeld);
    return outcome;
  }

  /** Why the target can't be called; undefined if they can, and then the document with the sound and the relays are ready. */
  async #refusalToCall(callId: CallId, target: BareJid, view: object): Promise<CommandResult | undefined> {
    const { desk, runner } = this;
    const given = runner.calls.get(callId);
    if (given) return resultOf(given);
    const refusal = await desk.reach.refusalOfCall(target);
    if (refusal) return refusal;
    const stream = desk.connection.current;
    if (!stream) return { refused: 'not-possible-now' };
    const [isPrepared] = await Promise.all([runner.media.prepare(callId, view), stream.prepareCalls()]);
    return isPrepared ? undefined : { refused: 'no-voice-here' };
  }

  /**
   * To be called when a message has come. Opens the session in which the target writes beside a call of this agent's, where this side knows of none: the
   * target had ended, before the call rang, the session that it was to be beside.
   */
  openBeside(sessionId: SessionId, peer: BareJid): void {
    const { calls, parties } = this.runner;
    const call = calls.get(sessionId);
    if (call?.direction !== 'outgoing' || call.peer !== peer || call.party.kind !== 'colleague' || this.desk.im.isTaken(sessionId)) return;
    calls.change(call.id, { party: { kind: 'colleague', sessionId } });
    parties.openElsewhere({ id: sessionId, peer, isOfOwnCall: true }).catch(toldByJournal);
  }

  async #propose(
    callId: CallId,
    peer: BareJid,
    sessionId: SessionId,
    interactionId: InteractionId | undefined,
    alreadyHeld: readonly Line[] = [],
  ): Promise<CommandResult> {
    const { desk, runner, now } = this;
    const held = await this.holdFor(interactionId);
    if (!held) return { refused: 'not-held' };
    const heldLines = joinedLines(alreadyHeld, held);
    return runner.inTurn(async () => {
      // If another view has made the same call meanwhile, this one joins it.
      const active = runner.calls.get(callId) ?? this.#activeCallWith(peer, interactionId);
      if (active) {
        runner.calls.change(active.id, { heldLines: joinedLines(active.heldLines, heldLines) });
        return resultOf(active);
      }
      const { parent, state } = desk.im.get(sessionId) ?? {};
      // The call carries the case only while its session isn't connected. A connected session has shared it already.
      const offered = parent && state?.status !== 'connected' ? sharedOf(parent) : undefined;
      const signal: Signal = { type: 'propose-call', sessionId: callId, imSessionId: sessionId, ...(offered ? { parent: offered } : {}) };
      const party: CallParty = { kind: 'colleague', sessionId };
      const call = outgoingCall(
        { id: callId, peer, party, heldLines, ...(interactionId === undefined ? {} : { consultedInteractionId: interactionId }) },
        now(),
        desk.settings.invitationTimeoutMs,
      );
      await runner.apply({ call, effects: [{ type: 'send', signal }], happenings: [] });
      return resultOf(call);
    });
  }

  /**
   * Puts everybody on hold, always including the contact who is consulted about, because the call is proposed only when nobody else hears
   * the agent.
   * @returns undefined when somebody couldn't be put on hold
   */
  async holdFor(interactionId: InteractionId | undefined): Promise<readonly Line[] | undefined> {
    const { lines } = this.runner;
    const held = await lines.holdOthers();
    const interaction = interactionId === undefined ? undefined : this.desk.interactions.get(interactionId);
    if (!held || !interaction || interaction.media !== 'voice' || interaction.status === 'ended') return held;
    const line: Line = { of: 'interaction', id: interaction.id };
    if (held.some(({ id }) => id === interaction.id || id === interaction.callId)) return held;
    if (await lines.hold(line)) return [...held, line];
    await lines.retrieveAfter(held);
    return undefined;
  }

  #activeWith(target: BareJid, interactionId: InteractionId | undefined): CommandResult | undefined {
    const call = this.#activeCallWith(target, interactionId);
    return call && resultOf(call);
  }

  #activeCallWith(target: BareJid, interactionId: InteractionId | undefined): VoiceCall | undefined {
    return this.runner.calls
      .active()
      .find(
        ({ peer, party, consultedInteractionId }) =>
          peer === target && party.kind === 'colleague' && consultedInteractionId === interactionId,
      );
  }
}

/** The outcome of calling or accepting, for the agent. */
export function resultOf({ id, party }: VoiceCall): CommandResult {
  return { callId: id, ...(party.kind === 'colleague' ? { sessionId: party.sessionId } : {}) };
}
