import type { ChannelPort } from './rpc.ts';

/** A channel whose other side may lose its permission. */
export interface HeldChannel extends ChannelPort {
  /** Closes the channel if it isn't allowed any more, also when no message comes. */
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
      // A question that fails counts as a no.
      if (await isAllowed().catch(() => false)) {
        work();
        return true;
      }
      channel.close();
      // A port doesn't tell the side that closes it, so that the handlers are called here.
      whenClosed.forEach((handler) => handler());
      return false;
    }));
  // Added at once, because a port's messages are lost while nobody listens.
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
