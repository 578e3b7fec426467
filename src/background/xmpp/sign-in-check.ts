import type { MessagingEvents } from '../stream/messaging-port.ts';
import { XmppStream, type XmppStreamOptions } from './xmpp-stream.ts';
import { randomId } from '../../channel/random-id.ts';

const nothing = (): void => undefined;

/** The events of a stream that is there only to sign in. It takes nothing, and answers nobody. */
const DEAF: Omit<MessagingEvents, 'onJingle'> = {
  onSignals: nothing,
  answersTo: () => false,
  onPresence: nothing,
  onBlocklist: nothing,
  onRosterItems: nothing,
  onAcked: nothing,
  onStreamState: nothing,
  onMoreSent: nothing,
  flush: () => Promise.resolve(),
  onSignedIn: nothing,
  admitsRequest: () => false,
  onDropped: nothing,
  onClosed: nothing,
};

/**
 * Has the server look at a password or a token: signs in to the account beside its own stream, which goes on, and leaves again. The server
 * delivers nothing to the second stream, because it sends no presence.
 * @throws StreamFailure
 */
export async function checkSignIn(options: Omit<XmppStreamOptions, 'resource' | 'takesCalls' | 'state' | 'events'>): Promise<void> {
  const events = { ...DEAF, onJingle: () => Promise.resolve({ error: { condition: 'service-unavailable' } }) } as const;
  const stream = new XmppStream({ ...options, resource: `backchannel-check-${randomId().slice(0, 8)}`, takesCalls: false, events });
  await stream.connect();
  await stream.end();
}
