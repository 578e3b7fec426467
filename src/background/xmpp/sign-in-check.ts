import type { MessagingEvents } from '../stream/messaging-port.ts';
import { XmppStream, type XmppStreamOptions } from './xmpp-stream.ts';

const nothing = (): void => undefined;

/** A stream that is there only to sign in: it hears nothing, and answers nobody. */
const DEAF: Omit<MessagingEvents, 'onJingle'> = {
  onSignals: nothing,
  answersTo: () => false,
  onPresence: nothing,
  onBlocklist: nothing,
  onRosterItems: nothing,
  onAcked: nothing,
  onStreamState: nothing,
  flush: () => Promise.resolve(),
  onSignedIn: nothing,
  admitsRequest: () => false,
  onDropped: nothing,
  onClosed: nothing,
};

/**
 * Signs in to an account beside its own stream, which goes on, and leaves again: the server has looked at the password or the token then. Without
 * presence nothing is delivered to it.
 * @throws StreamFailure
 */
export async function checkSignIn(options: Omit<XmppStreamOptions, 'resource' | 'takesCalls' | 'state' | 'events'>): Promise<void> {
  const events = { ...DEAF, onJingle: () => Promise.resolve({ error: { condition: 'service-unavailable' } }) } as const;
  const stream = new XmppStream({
    ...options,
    resource: `backchannel-check-${crypto.randomUUID().slice(0, 8)}`,
    takesCalls: false,
    events,
  });
  await stream.connect();
  await stream.end();
}
