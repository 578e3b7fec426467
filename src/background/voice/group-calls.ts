import type { CommandArgument, CommandResult } from '../../channel/contract.ts';
import { type CallId, type SessionId } from '../../model/ids.ts';
import { randomId } from '../../channel/random-id.ts';
import type { VoiceCall } from '../../model/call/voice-call.ts';
import { type ImSession, NOBODY_YET } from '../../model/session/im-session.ts';
import { targetKeyOf } from '../../model/target-ref.ts';
import type { CallDesk } from './call-desk.ts';

/** How long after a member has accepted the inviter's call is answered for them. Later it rings like any other. */
const EXPECTED_MS = 30_000;

/**
 * Calls to groups. The group is asked in an IM session, as by a message (docs/protocol.md 14). Who is taken is called beside that session, and has accepted
 * that call already.
 */
export class GroupCalls {
  /** The views in which this agent has asked, as long as nobody is taken; the call's sound is there. */
  readonly #asking = new Map<SessionId, object>();
  /** What this agent has accepted, and whose call is still to come. It isn't stored: after a restart the call rings, so that nobody is heard unawares. */
  readonly #expected = new Map<SessionId, { readonly view: object; readonly until: number }>();

  constructor(
    private readonly desk: CallDesk,
    private readonly now: () => number,
  ) {}

  /** *Call GROUP*: asks its ready members, who can take calls. */
  async ask({ sessionId, group }: CommandArgument<'callGroup'>, view: object): Promise<CommandResult> {
    const { im, reach, remembered } = this.desk;
    const denial = reach.denial('call');
    if (denial) return denial;
    const isSame = (session: ImSession) => session.askedAs === 'call' && session.group && targetKeyOf(session.group) === targetKeyOf(group);
    const existing = im.openWith(NOBODY_YET, 'inviting').find(isSame);
    if (existing) return { sessionId: existing.id };
    // The command was given twice, and the session of the first time is over already.
    if (im.isTaken(sessionId)) return { sessionId };
    const ready = await reach.readyMembers(group);
    const callable = await Promise.all(ready.map(async (member) => ((await reach.refusalOfCall(member)) ? [] : [member])));
    const members = callable.flat();
    if (members.length === 0) return { refused: 'nobody-ready' };
    // Another tab may have been faster while this waited.
    if (im.isTaken(sessionId)) return { sessionId };
    remembered.noteUse({ kind: group.kind, id: group.id });
    this.#asking.set(sessionId, view);
    await im.open({ id: sessionId, peer: NOBODY_YET, isPlain: false, group });
    return (await im.act(sessionId, { type: 'ask', members, as: 'call' })) ?? { sessionId };
  }

  /**
   * To be called when somebody has accepted what this agent has asked.
   * @returns the call to make; undefined where nobody is to be called, or another device does it
   */
  callFor({
    id,
    peer,
    askedAs,
    members,
    isInvitedFromHere,
  }: ImSession): { readonly callId: CallId; readonly target: string; readonly view: object } | undefined {
    if (askedAs !== 'call' || !members || !isInvitedFromHere) return undefined;
    const view = this.#asking.get(id) ?? {};
    this.#asking.delete(id);
    return { callId: randomId(), target: peer, view };
  }

  /** This agent accepts the call to their group. @param view Where: the sound is there */
  expect(sessionId: SessionId, view: object): void {
    this.#expected.set(sessionId, { view, until: this.now() + EXPECTED_MS });
  }

  /** Whether this agent has accepted this very call already. It counts once. @returns the view in which they have */
  take({ party, peer, direction }: VoiceCall): object | undefined {
    if (party.kind !== 'colleague' || direction !== 'incoming') return undefined;
    const expected = this.#expected.get(party.sessionId);
    const session = this.desk.im.get(party.sessionId);
    if (!expected || session?.peer !== peer || session.askedAs !== 'call') return undefined;
    this.#expected.delete(party.sessionId);
    return expected.until >= this.now() ? expected.view : undefined;
  }
}
