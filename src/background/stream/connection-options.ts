import type { ConnectionState } from '../../model/workspace.ts';
import type { Log } from '../events/log.ts';
import type { MessagingStream } from './messaging-port.ts';

export interface ConnectionOptions {
  /** The name of the Web Lock that leaves an account one stream in this browser. */
  readonly lockName: string;
  readonly domain: string;
  /** The server's WebSocket address, or several with spaces between them. */
  readonly service: string;
  readonly now: () => number;
  /**
   * Readies what the next attempt signs in with.
   * @param isRefused The server has just refused a token, so that it has to be another one
   * @throws StreamFailure
   */
  readonly prepare: (isRefused: boolean) => Promise<void>;
  /** Makes a stream for one attempt at one address; `onClosed` reports the end of one that was open. */
  readonly openStream: (service: string, onClosed: (failure: Error) => void) => MessagingStream;
  /** Brings everything up to date once the stream is open. When this has resolved, the stream counts as connected. */
  readonly onOpen: (stream: MessagingStream, how: 'resumed' | 'new') => Promise<void>;
  readonly onClosed: () => void;
  /** Called when another stream of the account has taken this one's resource, so that the next stream needs a new resource. */
  readonly onResourceTaken: () => void;
  readonly onState: (state: ConnectionState) => void;
  readonly log: Log;
}
