import type { JingleAnswer, JingleRequest } from '../channel/media-host.ts';
import type { FullJid } from '../model/jid.ts';

/** What happens in a call's signalling. */
export interface JingleHooks {
  send(to: FullJid, request: JingleRequest): Promise<JingleAnswer>;
  /** The connection was made. Nothing was offered or answered yet, so that the track that is sent has to be added now. */
  created(pc: RTCPeerConnection): void;
  /** Called when both have accepted. */
  active(): void;
  heldByPeer(isHeld: boolean): void;
  /** Called when the peer was away, and so wasn't told that they are on hold, or that the agent is muted. */
  untold(): void;
  /** Called when the call has ended other than by `end`. */
  ended(by: 'peer' | 'failure'): void;
}
