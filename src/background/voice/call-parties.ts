import type { CallKey } from '../../model/interaction/call-keys.ts';
import type { CaseField } from '../../model/interaction/case-data.ts';
import type { CallEvent, EndReason } from '../../model/session/im-session.ts';
import type { CallHappening } from '../../model/call/call-happening.ts';
import type { SessionOfCall } from '../../model/call/call-steps.ts';
import { type CallEndReason, type CallingContact, type VoiceCall } from '../../model/call/voice-call.ts';
import { type DraftRecords, getDraft } from '../../storage/draft-store.ts';
import type { StoreDatabase } from '../../storage/store-port.ts';
import type { CallDesk } from './call-desk.ts';
import { interactionOfCall, type SessionId } from '../../model/ids.ts';

const END_EVENTS: Readonly<Record<CallEndReason, CallEvent>> = {
  'ended-here': 'call-ended',
  'ended-by-peer': 'call-ended',
  rejected: 'call-rejected',
  'no-answer': 'call-no-answer',
  cancelled: 'call-cancelled',
  missed: 'call-missed',
  'answered-elsewhere': 'call-ended',
  'answered-by-colleague': 'call-missed',
  unreachable: 'call-failed',
  'not-allowed': 'call-failed',
  'connection-lost': 'call-failed',
  'media-lost': 'call-failed',
};

/** How a session ends that was opened for a call which nobody took. */
const UNANSWERED: Readonly<Partial<Record<CallEndReason, EndReason>>> = {
  rejected: 'rejected',
  'no-answer': 'no-answer',
  cancelled: 'cancelled',
  unreachable: 'unreachable',
  'not-allowed': 'not-allowed',
};

/** Changes what belongs to a call: the IM session beside a colleague's call, and the interaction that stands for a contact's call. */
export class CallParties {
  constructor(
    private readonly desk: Pick<CallDesk, 'im' | 'interactions' | 'contacts' | 'transcripts'>,
    private readonly database: StoreDatabase<DraftRecords>,
  ) {}

  /** To be called when this has happened to the call. */
  async follow(call: VoiceCall, happenings: readonly CallHappening[]): Promise<void> {
    const { party } = call;
    for (const happening of happenings) {
      if (party.kind === 'contact') this.#followContact(call, party.contact, happening);
      else await this.#followColleague(call, party.sessionId, happening);
    }
  }

  #followContact(call: VoiceCall, contact: CallingContact, { name, was }: CallHappening): void {
    if (name === 'call-accepted') this.#openInteraction(call, contact);
    if (name === 'call-ended' && was !== 'invited') this.desk.interactions.update(interactionOfCall(call.id), { status: 'ended' });
  }

  async #followColleague(call: VoiceCall, sessionId: SessionId, happening: CallHappening): Promise<void> {
    if (happening.name === 'call-accepted') await this.#connectSession(call, sessionId);
    if (happening.name === 'call-connected') await this.desk.im.noteCall(sessionId, 'call-began', call.id);
    if (happening.name === 'call-ended') await this.#noteEnd(call, sessionId, happening.reason);
  }

  /**
   * Marks the session done that was opened for this call, if nothing came of it, because the peer's call has taken this one's place and has
   * a session of its own.
   */
  async leaveUnused({ party }: VoiceCall): Promise<void> {
    const { im } = this.desk;
    const session = party.kind === 'colleague' ? im.get(party.sessionId) : undefined;
    if (session?.isBegunByCall && session.state.status === 'ended') await im.act(session.id, { type: 'mark-done' });
  }

  async #connectSession({ direction, peer, offered }: VoiceCall, sessionId: SessionId): Promise<void> {
    const { im } = this.desk;
    const session = im.get(sessionId);
    // The session is somebody else's, who has taken its id while the call rang.
    if (session && session.peer !== peer) return;
    if (direction === 'incoming' && !session)
      await im.openByCall({ id: sessionId, peer, ...(offered ? { parent: offered } : {}) }, 'accepted');
    else await im.connectByCall(sessionId);
  }

  /**
   * Opens the session beside a call that the agent talks in on another device. It is there at once, because messages in it may come right after what has
   * told of it.
   */
  async openElsewhere({ id, ...more }: SessionOfCall): Promise<void> {
    const { im } = this.desk;
    if (!im.get(id) && !im.isTaken(id)) await im.openByCall({ id, ...more }, 'accepted');
    else if (im.get(id)?.peer === more.peer) await im.connectByCall(id);
  }

  async #noteEnd({ id, peer, offered }: VoiceCall, sessionId: SessionId, reason: CallEndReason): Promise<void> {
    const { im } = this.desk;
    // The call goes on there.
    if (reason === 'answered-elsewhere') return;
    const session = im.get(sessionId);
    if (!session) {
      if (reason === 'missed' && !im.isTaken(sessionId))
        await im.openByCall({ id: sessionId, peer, ...(offered ? { parent: offered } : {}) }, 'missed');
      return;
    }
    if (session.peer !== peer) return;
    await im.noteCall(sessionId, END_EVENTS[reason], id);
    // If nothing but the call was in the session, it ends with the call.
    if (!session.isBegunByCall || this.desk.transcripts.hasMessages(sessionId)) return;
    const unanswered = UNANSWERED[reason];
    if (session.state.status === 'connected') await im.act(sessionId, { type: 'end' });
    else if (unanswered && (await getDraft(this.database, sessionId)) === '')
      await im.act(sessionId, { type: 'call-unanswered', reason: unanswered });
  }

  #openInteraction({ id, heldSince }: VoiceCall, contact: CallingContact): void {
    const { interactions, contacts } = this.desk;
    const interactionId = interactionOfCall(id);
    const name = contact.name || contact.number;
    interactions.open({
      id: interactionId,
      callId: id,
      media: 'voice',
      contact: { name },
      status: heldSince === undefined ? 'active' : 'held',
      startedAt: Date.now(),
      caseData: { fields: fieldsOf(contact), omitted: 0 },
    });
    void contacts.lookUp(contact).then((guess) => {
      if (guess) interactions.update(interactionId, { contact: { name, guess } });
    });
  }
}

/** The case data of a contact's call, as they gave it. */
function fieldsOf({ topic, name, number, page, group }: CallingContact): readonly CaseField[] {
  const given: readonly [key: CallKey, type: CaseField['type'], value: string][] = [
    ['Topic', 'text', topic],
    ['Name', 'text', name],
    ['Number', 'text', number],
    ['Page', 'link', page],
    ['Group', 'text', group],
  ];
  return given.flatMap(([key, type, value]) => (value === '' ? [] : [{ key, type, value, isOfCall: true }]));
}
