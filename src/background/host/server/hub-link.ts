import type { BareJid } from '../../../model/jid.ts';
import { HubAvailability } from '../../directory/hub-availability.ts';
import type { MessagingStream } from '../../stream/messaging-port.ts';
import type { ServerLinkOptions } from './server-link-options.ts';

/** The account's link to its organisation's availability hubs. */
export type HubLink = Pick<HubAvailability, 'join' | 'stop'>;

/** @param noteStatus Called when it may have changed whether a peer is there */
export function openHub(
  { jid, policy, presence, changes, remembered, desk, log }: ServerLinkOptions,
  stream: () => MessagingStream | undefined,
  noteStatus: (peer: BareJid, hasCome: boolean) => void,
): HubLink {
  return new HubAvailability({
    me: jid,
    hubs: () => policy().availabilityHubs ?? [],
    changes,
    remembered,
    presence,
    peers: () => desk.current?.im.list().map(({ peer }) => peer) ?? [],
    stream,
    onChange: noteStatus,
    onProblem: (code) => log.note(code),
  });
}
