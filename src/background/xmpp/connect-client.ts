import type { Agent } from 'stanza';
import type { StreamFailure } from '../stream/stream-failure.ts';
import { connectFailure } from './connect-failure.ts';
import { watchSilence } from './silence-watch.ts';

const CONNECT_TIMEOUT_MS = 20_000;
/**
 * How long a server that has been reached may say nothing while it signs the agent in. A node of ejabberd never answers a resumption (XEP-0198 5) of a
 * stream whose own node hangs: it answers the next one, which it is asked for once that node counts as down.
 */
const ANSWER_TIMEOUT_MS = 10_000;

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
    const giveUp = () => cutConnection(client);
    const timer = setTimeout(giveUp, CONNECT_TIMEOUT_MS);
    let answerTimer: ReturnType<typeof setTimeout> | undefined;
    let isOpen = false;
    const hear = () => {
      clearTimeout(answerTimer);
      answerTimer = setTimeout(giveUp, ANSWER_TIMEOUT_MS);
    };
    client.on('connected', hear);
    client.on('stream:data', hear);
    let endWatch = (): void => undefined;
    const succeed = (how: 'resumed' | 'new') => {
      if (isOpen) return;
      clearTimeout(timer);
      clearTimeout(answerTimer);
      client.off('stream:data', hear);
      isOpen = true;
      endWatch = watchSilence(client, giveUp);
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
      clearTimeout(answerTimer);
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
