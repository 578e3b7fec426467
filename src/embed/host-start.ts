import { channelOfMessagePort } from '../channel/message-port.ts';
import type { ChannelPort } from '../channel/rpc.ts';

/** How the page came by its session host. */
export interface HostStart {
  /** Rejects with what went wrong when the host was opened. */
  readonly failed: Promise<never>;
  /** The worker's script, where the page has named it. */
  readonly workerUrl: string | URL | undefined;
  /** Ends the workspace in this page. */
  readonly end: AbortController;
  /** How long the host may take to tell who is signed in, in milliseconds. */
  readonly withinMs: number;
}

const WITHIN_MS = 10_000;

/** Notes how opening the host goes; `fail` is called with what goes wrong. */
export function watchStart(workerUrl: string | URL | undefined): { readonly start: HostStart; readonly fail: (cause: unknown) => void } {
  let fail: (cause: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  // Nobody waits any more for a failure that comes late.
  failed.catch(() => undefined);
  return { start: { failed, workerUrl, end: new AbortController(), withinMs: WITHIN_MS }, fail };
}

/** The channel to a host that can't be opened. It brings nothing, and never closes. */
export const noChannel = (): ChannelPort => channelOfMessagePort(new MessageChannel().port1);
