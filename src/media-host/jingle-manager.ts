import { SessionManager } from 'stanza/jingle';
import type { MediaCall } from '../channel/media-host.ts';
import type { VoiceSession } from './voice-session.ts';

/** StanzaJS's Jingle for one call. @param create Makes its session */
export function jingleManager(
  { self, iceServers, isRelayOnly }: MediaCall,
  create: (options: ConstructorParameters<typeof VoiceSession>[0]) => VoiceSession,
): SessionManager {
  const manager = new SessionManager({
    selfID: self,
    // The servers are always given, because StanzaJS would use a public one by default.
    iceServers: [...iceServers],
    iceTransportPolicy: isRelayOnly ? 'relay' : 'all',
    bundlePolicy: 'max-bundle',
    hasRTCPeerConnection: true,
    createPeerConnection: (_session, options) => new RTCPeerConnection(options),
    prepareSession: create,
  });
  // StanzaJS keeps sessions by their ids, which the caller chooses. Without a prototype, `constructor` isn't one.
  manager.sessions = Object.create(null) as SessionManager['sessions'];
  return manager;
}
