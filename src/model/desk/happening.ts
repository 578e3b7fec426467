import type { CallHappening } from '../call/call-happening.ts';
import type { CallParty, VoiceCallView } from '../call/voice-call.ts';
import type { SessionHappening } from '../session/session-happening.ts';
import type { ImSession } from '../session/im-session.ts';
import type { PeerView } from '../workspace.ts';
import type { SessionId } from '../ids.ts';

/** What has happened to an IM session, and to which and with whom. */
export type ToldSessionHappening = SessionHappening &
  PeerView &
  Pick<ImSession, 'direction' | 'peer' | 'group'> & {
    readonly of: 'session';
    readonly sessionId: SessionId;
    /** The name of the colleague who has answered what a group was asked, where that isn't this agent. */
    readonly answeredByName?: string;
  };

/** A call as views are told of it: without what a contact has said of themselves, which isn't kept for longer than the call. */
export interface ToldCall extends Pick<
  VoiceCallView,
  'id' | 'peerLogon' | 'peerName' | 'direction' | 'state' | 'consultedInteractionId' | 'heldLines'
> {
  readonly party: Extract<CallParty, { kind: 'colleague' }> | { readonly kind: 'contact' };
}

/** What has happened to a call, and the call as it was then: those who were put on hold for it aren't brought back yet. */
export type ToldCallHappening = CallHappening & { readonly of: 'call'; readonly call: ToldCall };

/** What has happened, as views and pages are told. */
export type Happening = ToldSessionHappening | ToldCallHappening;

/** A happening's place in their order. The first one is number 1. */
export type NumberedHappening = Happening & { readonly number: number };

/** The newest of what has happened, oldest first. */
export interface RecentHappenings {
  /** Names the life of the session host, and the agent's account in it, in which they are numbered; empty while nobody is signed in or the desk is locked. */
  readonly life: string;
  readonly happenings: readonly NumberedHappening[];
}

/**
 * Tells what is new to one follower. What had happened before it began to follow isn't. It may stop following for a while, and the desk may be locked:
 * afterwards it is told what has happened meanwhile, once.
 */
export class NewHappenings {
  #life = '';
  #last = 0;

  /** @returns what is new among these, oldest first */
  in({ life, happenings }: RecentHappenings): readonly NumberedHappening[] {
    if (life === '') return [];
    const isFirst = this.#life === '';
    // Of another life of the host everything is new to who followed the one before.
    const known = life === this.#life ? this.#last : 0;
    this.#life = life;
    this.#last = Math.max(known, happenings.at(-1)?.number ?? 0);
    return isFirst ? [] : happenings.filter(({ number }) => number > known);
  }
}
