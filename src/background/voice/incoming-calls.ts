import { callMadeElsewhere, incomingCall } from '../../model/call/call-machine.ts';
import { MOST_RINGING } from '../../model/flood-limits.ts';
import type { BareJid } from '../../model/jid.ts';
import { doesOwnInvitationStand } from '../../model/invitation.ts';
import { type Envelope, type RejectReason, type Signal, signalIdOf } from '../../model/signal.ts';
import { leftOf, withinTimes } from '../../model/timestamp.ts';
import type { CallParty, VoiceCall } from '../../model/call/voice-call.ts';
import { toldByJournal } from '../../storage/journal.ts';
import type { GroupCalls } from './group-calls.ts';
import type { CallRunner, VoiceOptions } from './call-runner.ts';
import { type CallId, interactionOfCall, type SessionId, sessionOfCall } from '../../model/ids.ts';

/** How long a call rings at most. A caller who has vanished sends no end. */
const RINGS_AT_MOST_MS = 120_000;

type CallProposal = Extract<Signal, { type: 'propose-call' }>;

/** The calls that come in: whose they are, and whether they may ring. */
export class IncomingCalls {
  /** @param accept Accepts a call in the agent's name: one that crosses another, or that they have accepted already */
  constructor(
    private readonly options: VoiceOptions,
    private readonly runner: CallRunner,
    private readonly groups: Pick<GroupCalls, 'take'>,
    private readonly accept: (callId: CallId, view?: object) => Promise<unknown>,
  ) {}

  receive({ peer, isOwn, at }: Envelope, signal: CallProposal): void {
    const { desk, outbox, log, now } = this.options;
    const { calls, media } = this.runner;
    const { sessionId: id, parent } = signal;
    // Proposed by this agent, seen in the archive or from another device. The device that proposed it keeps the call.
    if (isOwn) {
      outbox.acknowledge(signalIdOf(signal));
      const party = { kind: 'colleague', sessionId: signal.imSessionId ?? sessionOfCall(id) } as const;
      if (!calls.get(id))
        calls.put(callMadeElsewhere({ id, peer, party, ...(parent ? { offered: parent } : {}) }, withinTimes(at, 0, now())));
      return;
    }
    if (calls.get(id) || desk.im.isTaken(id)) return;
    if (!desk.policy.privileges.canCall) return this.#refuse(id, peer, 'declined');
    const party = this.#partyOf(peer, signal);
    if (typeof party === 'string') return log.note(party);
    const crossing =
      party.kind === 'contact' || parent
        ? undefined
        : calls
            .active()
            .find((call) => call.peer === peer && call.state.status === 'inviting' && call.consultedInteractionId === undefined);
    if (crossing && doesOwnInvitationStand(crossing.id, id)) return this.#refuse(id, peer, 'tie-break');
    const since = withinTimes(at, 0, now());
    const call = incomingCall({ id, peer, party, ...(parent ? { offered: parent } : {}) }, since, RINGS_AT_MOST_MS);
    const isAsking = leftOf({ since, until: since + RINGS_AT_MOST_MS }, now()) > 0;
    if (isAsking && !crossing && !desk.peers.hasRoomFor(peer, this.runner.ringing(), MOST_RINGING))
      return this.#refuse(id, peer, 'declined');
    // The call is kept before its turn comes, because the archive may tell of its end right after it.
    calls.put(call);
    this.runner
      .begin({ call, effects: isAsking ? [{ type: 'send', signal: { type: 'ringing', sessionId: id } }] : [], happenings: [] })
      .catch(toldByJournal);
    // The relays are asked for because accepting would have to wait for them. The microphone isn't asked for yet.
    media.askForServers();
    if (crossing) this.#takeInstead(call, crossing).catch(toldByJournal);
    else if (isAsking) this.#answerExpected(call).catch(toldByJournal);
  }

  /** Takes what becomes of a call that another device of the agent has made. */
  hearElsewhere({ isOwn, signal }: Envelope, { id, peer, party, offered }: VoiceCall): void {
    const { calls, parties } = this.runner;
    if (signal.type !== 'ringing') calls.forget(id);
    if (signal.type !== 'proceed' || isOwn || party.kind !== 'colleague') return;
    parties.openElsewhere({ id: party.sessionId, peer, isOfOwnCall: true, ...(offered ? { parent: offered } : {}) }).catch(toldByJournal);
  }

  /** Both sides have called each other. The peer's call stands and is accepted, because the agent wanted to talk anyway. */
  async #takeInstead({ id }: VoiceCall, crossing: VoiceCall): Promise<void> {
    const { runner } = this;
    await runner.act(crossing.id, { type: 'give-way' });
    await this.accept(id);
    await runner.parties.leaveUnused(crossing);
  }

  /** The agent has accepted this call already, when their group was called. */
  async #answerExpected(call: VoiceCall): Promise<void> {
    const view = this.groups.take(call);
    if (view) await this.accept(call.id, view);
  }

  /**
   * The party of the call, or the code for why it is dropped. The sender's address decides who is a colleague, not what the call says, and
   * a contact's call can't take the place of a page's interaction.
   */
  #partyOf(peer: BareJid, { sessionId: id, imSessionId = sessionOfCall(id), contact }: CallProposal): CallParty | string {
    const { interactions, peers } = this.options.desk;
    if (peers.standingOf(peer) === 'guest') {
      if (!contact) return 'guest';
      return interactions.get(interactionOfCall(id)) ? 'taken-interaction' : { kind: 'contact', contact };
    }
    return { kind: 'colleague', sessionId: this.#sessionBeside(imSessionId, peer) ?? sessionOfCall(id) };
  }

  /** The session that a colleague names, if it is the colleague's own and open, or new. Nobody gets into another's session by naming it. */
  #sessionBeside(sessionId: SessionId, peer: BareJid): SessionId | undefined {
    const { im } = this.options.desk;
    const session = im.get(sessionId);
    const isOpen = session ? session.peer === peer && session.state.status !== 'ended' : !im.isTaken(sessionId);
    return isOpen ? sessionId : undefined;
  }

  #refuse(callId: CallId, peer: BareJid, reason: RejectReason): void {
    const { desk, outbox } = this.options;
    if (!desk.peers.areTold('reject', peer, false)) return;
    const awaitsReceipt = desk.peers.standingOf(peer) !== 'guest';
    void outbox.add({ signal: { type: 'reject', sessionId: callId, reason }, peer, sessionId: callId, awaitsReceipt }).catch(toldByJournal);
  }
}
