import type { Agent } from 'stanza';
import type { StreamFailure } from '../stream/stream-failure.ts';
import { connectFailure } from './connect-failure.ts';
import { watchSilence } from './silence-watch.ts';

const CONNECT_TIMEOUT_MS = 20_000;

export interface ClientConnection {
  /** The server's WebSocket address. */
  readonly service: string;
  /** Why the sign-in failed, if it did. */
  readonly signInFailure: () => StreamFailure | undefined;
  /** Called when the stream is open: before anybody sends on it. */
  readonly onOpen: (how: 'resumed' | 'new') => void;
  /** Called when the connection is gone, whether or not the stream was open. */
  readonly onGone: () => void;
  /** Called when a stream that was open is gone. */
  readonly onClosed: (failure: Error) => void;
}

/** Connects and signs in. @returns whether the previous stream went on (XEP-0198 5) @throws StreamFailure */
export function connectClient(client: Agent, connection: ClientConnection): Promise<'resumed' | 'new'> {
  return new Promise((resolve, reject) => {
    const failure = connectFailure(client, connection.service, connection.signInFailure);
    const timer = setTimeout(() => cutConnection(client), CONNECT_TIMEOUT_MS);
    let isOpen = false;
    let endWatch = (): void => undefined;
    const succeed = (how: 'resumed' | 'new') => {
      if (isOpen) return;
      clearTimeout(timer);
      isOpen = true;
      endWatch = watchSilence(client, () => cutConnection(client));
      connection.onOpen(how);
      resolve(how);
    };
    client.on('stream:management:resumed', () => succeed('resumed'));
    // What is sent between session:started and `enabled` is outside stream management.
    client.on('sm', ({ type }) => type === 'enabled' && succeed('new'));
    let hasStreamManagement = false;
    client.on('features', ({ streamManagement }) => (hasStreamManagement = streamManagement !== undefined));
    client.on('session:started', () => void (hasStreamManagement || succeed('new')));
    client.on('disconnected', () => {
      clearTimeout(timer);
      endWatch();
      connection.onGone();
      const error = failure();
      if (isOpen) connection.onClosed(error);
      else reject(error);
    });
    client.connect();
  });
}

/** Cuts the connection. The server keeps the stream, so that it can be resumed. */
export function cutConnection(client: Agent): void {
  if (client.transport) client.transport.disconnect(false);
}
