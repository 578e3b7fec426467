import { logonOf } from '../../model/logon.ts';
import type { VoiceCall } from '../../model/call/voice-call.ts';
import type { PeerView } from '../../model/workspace.ts';
import type { CallDesk } from './call-desk.ts';

/** As whom the other side of a call is shown: a contact by the name that they gave, which may be empty. */
export function peerViewOf({ peer, party }: VoiceCall, peers: CallDesk['peers']): PeerView {
  return party.kind === 'contact' ? { peerLogon: logonOf(peer), peerName: party.contact.name } : peers.viewOf(peer);
}
