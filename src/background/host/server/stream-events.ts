import { type BareJid, bareJidOf } from '../../../model/jid.ts';
import type { Envelope } from '../../../model/signal.ts';
import type { Floods } from '../../gate/floods.ts';
import type { Gate } from '../../gate/gate.ts';
import type { Intake } from '../../stream/intake.ts';
import type { MessagingEvents } from '../../stream/messaging-port.ts';
import type { PresenceHearing } from './presence-hearing.ts';
import type { ServerLinkOptions } from './server-link-options.ts';

/** What a stream's events come to, beside the account's own parts. */
export interface StreamEventParts {
  readonly gate: Pick<Gate, 'admitPresence'>;
  readonly floods: Pick<Floods, 'admits'>;
  readonly intake: Pick<Intake, 'setState' | 'awaitArchive'>;
  readonly hearing: Pick<PresenceHearing, 'begin'>;
  readonly receive: (envelopes: readonly Envelope[]) => void;
  /** Called when it may have changed whether a peer is there. */
  readonly noteStatus: (peer: BareJid, hasCome: boolean) => void;
  readonly onClosed: (failure: Error) => void;
}

/** What becomes of a stream's events: who is heard, and which part of the account takes it. */
export function streamEventsOf(options: ServerLinkOptions, parts: StreamEventParts): MessagingEvents {
  const { credentials, now, log, journal, blocklist, peers, presence, roster, desk } = options;
  const { gate, floods, hearing, receive, intake, noteStatus, onClosed } = parts;
  return {
    onSignals: receive,
    answersTo: (from, isJingle) =>
      !blocklist.has(bareJidOf(from)) && (peers.isKnown(from) || (isJingle && desk.current?.voice.hasCallWith(bareJidOf(from)) === true)),
    onPresence: (from, shown) => {
      const peer = bareJidOf(from);
      if (!gate.admitPresence(from) || !floods.admits('presence', peer, now())) return;
      const hasCome = presence.set(from, shown);
      if (peer === options.jid) options.onOwnPresence(shown);
      noteStatus(peer, hasCome);
    },
    onBlocklist: (jids, isBlocked) => blocklist.hear(jids, isBlocked),
    onRosterItems: (items, removed) => {
      roster.update(items, removed);
      options.followPeers();
      hearing.begin();
    },
    onAcked: (stanzaId) => desk.current?.link.acknowledge(stanzaId),
    onStreamState: (state) => intake.setState(state),
    onMoreSent: () => intake.awaitArchive(),
    flush: () => journal.flush(),
    onJingle: async (from, request) => (await (await desk.load()).voice.load()).media.receive(from, request),
    onSignedIn: (proof) => credentials.note(proof),
    onDropped: (reason) => log.note(reason),
    admitsRequest: (from) => floods.admits('request', bareJidOf(from), now()),
    onClosed,
  };
}
