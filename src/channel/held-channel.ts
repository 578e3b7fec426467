import type { ChannelPort } from './rpc.ts';

/** A channel of somebody who may be told to leave. */
export interface HeldChannel extends ChannelPort {
  /** Closes it if it isn't allowed any more, whether or not something comes. */
  check(): void;
}

/** Each message waits until `isAllowed` has said yes to it, one after the other; on the first no the channel is closed, and what still waits is dropped. */
export function heldChannel(channel: ChannelPort, isAllowed: () => Promise<boolean>): HeldChannel {
  let receive: ((message: unknown) => void) | undefined;
  const whenClosed: (() => void)[] = [];
  let turn = Promise.resolve(true);
  const inTurn = (work: () => void) =>
    void (turn = turn.then(async (isOpen) => {
      if (!isOpen) return false;
      if (await isAllowed().catch(() => false)) {
        work();
        return true;
      }
      channel.close();
      // Who closes a port isn't told.
      whenClosed.forEach((handler) => handler());
      return false;
    }));
  // At once: a port's messages are lost while nobody listens.
  channel.onMessage((message) => inTurn(() => receive?.(message)));
  return {
    ...channel,
    onMessage: (handler) => void (receive = handler),
    onClose(handler) {
      channel.onClose(handler);
      whenClosed.push(handler);
    },
    check: () => inTurn(() => undefined),
  };
}
