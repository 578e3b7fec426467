import type { CommandArgument, CommandResult } from '../../channel/contract.ts';
import type { SessionId } from '../../model/ids.ts';
import { randomId } from '../../channel/random-id.ts';
import type { Line, VoiceCall } from '../../model/call/voice-call.ts';
import { type ImSession, NOBODY_YET } from '../../model/session/im-session.ts';
import type { SessionHappening } from '../../model/session/session-happening.ts';
import { targetKeyOf } from '../../model/target-ref.ts';
import { toldByJournal } from '../../storage/journal.ts';
import type { CallDesk } from './call-desk.ts';
import type { Lines } from './lines.ts';
import type { OutgoingCalls } from './outgoing-calls.ts';

/** How long after a member has accepted the inviter's call is answered for them. Later it rings like any other. */
const EXPECTED_MS = 30_000;

/**
 * Calls to groups. The group is asked in an IM session, as by a message (docs/protocol.md 14). Who is taken is called beside that session, and has accepted
 * that call already.
 */
export class GroupCalls {
  /** What this agent has asked, as long as nobody is taken: the view, where the call's sound is, and who is on hold for it. */
  readonly #asking = new Map<SessionId, { readonly view: object; readonly heldLines: readonly Line[] }>();
  /** What this agent has accepted, and whose call is still to come. It isn't stored: after a restart the call rings, so that nobody is heard unawares. */
  readonly #expected = new Map<SessionId, { readonly view: object; readonly until: number }>();

  constructor(
    private readonly desk: CallDesk,
    private readonly outgoing: Pick<OutgoingCalls, 'callTaken' | 'holdFor'>,
    private readonly lines: Pick<Lines, 'retrieveAfter'>,
  ) {}

  /** *Call GROUP*: asks its ready members, who can take calls. *Start Voice Consultation with GROUP* puts the contact on hold before. */
  async ask({ sessionId, group, interactionId }: CommandArgument<'callGroup'>, view: object): Promise<CommandResult> {
    const { im, reach, remembered, consultations } = this.desk;
    const denial = reach.denial('call');
    if (denial) return denial;
    if (interactionId !== undefined && !consultations.parentOf(interactionId)) return { refused: 'unknown-interaction' };
    const isSame = ({ askedAs, group: asked, parent }: ImSession) =>
      askedAs === 'call' && asked && targetKeyOf(asked) === targetKeyOf(group) && parent?.interactionId === interactionId;
    const existing = im.openWith(NOBODY_YET, 'inviting').find(isSame);
    if (existing) return { sessionId: existing.id };
    // A session in which the page has left fields out, before anybody is asked.
    const isOpened = () => {
      const { state, group: named, parent } = im.get(sessionId) ?? {};
      const isNamed = named && targetKeyOf(named) === targetKeyOf(group) && parent?.interactionId === interactionId;
      return state?.status === 'not-connected' && isNamed;
    };
    // The command was given twice, and the session of the first time is over already.
    if (im.isTaken(sessionId) && !isOpened()) return { sessionId };
    const ready = await reach.readyMembers(group);
    const callable = await Promise.all(ready.map(async (member) => ((await reach.refusalOfCall(member)) ? [] : [member])));
    const members = callable.flat();
    if (members.length === 0) return { refused: 'nobody-ready' };
    const heldLines = interactionId === undefined ? [] : await this.outgoing.holdFor(interactionId);
    if (!heldLines) return { refused: 'not-held' };
    // What is shared is read after that, because it says that the contact is on hold.
    const parent = interactionId === undefined ? undefined : consultations.parentOf(interactionId);
    const isGone = interactionId !== undefined && !parent;
    // Another tab may have been faster while this waited, or the page may have closed the interaction.
    if (isGone || (im.isTaken(sessionId) && !isOpened())) {
      if (!this.#asking.has(sessionId)) await this.lines.retrieveAfter(heldLines);
      return isGone ? { refused: 'unknown-interaction' } : { sessionId };
    }
    remembered.noteUse({ kind: group.kind, id: group.id });
    this.#asking.set(sessionId, { view, heldLines });
    if (!isOpened()) await im.open({ id: sessionId, peer: NOBODY_YET, isPlain: false, group, ...(parent ? { parent } : {}) });
    const refusal = await im.act(sessionId, { type: 'ask', members, as: 'call' });
    if (!refusal) return { sessionId };
    this.#asking.delete(sessionId);
    await this.lines.retrieveAfter(heldLines);
    return refusal;
  }

  /** To be called when something has happened to a session: calls who was taken, and brings the contact back where nobody was. */
  noteSession({ name }: SessionHappening, session: ImSession): void {
    const { id, askedAs, members, isInvitedFromHere, parent } = session;
    if (askedAs !== 'call' || !members || !isInvitedFromHere || (name !== 'session-accepted' && name !== 'session-ended')) return;
    // A host that was started anew since knows the contact only.
    const contact: readonly Line[] = parent ? [{ of: 'interaction', id: parent.interactionId }] : [];
    const { view = {}, heldLines = contact } = this.#asking.get(id) ?? {};
    this.#asking.delete(id);
    // What has come of it is in the transcript of the session, which is connected in any case.
    if (name === 'session-accepted') this.outgoing.callTaken(session, randomId(), view, heldLines).catch(toldByJournal);
    else if (session.peer === NOBODY_YET) this.lines.retrieveAfter(heldLines).catch(toldByJournal);
  }

  /** This agent accepts the call to their group. @param view Where: the sound is there */
  expect(sessionId: SessionId, view: object): void {
    this.#expected.set(sessionId, { view, until: performance.now() + EXPECTED_MS });
  }

  /** Whether this agent has accepted this very call already. It counts once. @returns the view in which they have */
  take({ party, peer, direction }: VoiceCall): object | undefined {
    if (party.kind !== 'colleague' || direction !== 'incoming') return undefined;
    const expected = this.#expected.get(party.sessionId);
    const session = this.desk.im.get(party.sessionId);
    if (!expected || session?.peer !== peer || session.askedAs !== 'call') return undefined;
    this.#expected.delete(party.sessionId);
    return expected.until >= performance.now() ? expected.view : undefined;
  }
}
