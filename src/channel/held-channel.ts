import type { ChannelPort } from './rpc.ts';

/** Nothing comes out of the channel before `isAllowed` has said yes; it is closed on no. */
export function heldChannel(channel: ChannelPort, isAllowed: Promise<boolean>): ChannelPort {
  const held: unknown[] = [];
  let receive = (message: unknown): void => void held.push(message);
  let onRefused = (): void => undefined;
  // At once: a port's messages are lost while nobody listens.
  channel.onMessage((message) => receive(message));
  return {
    ...channel,
    onMessage(handler) {
      void isAllowed.then((isYes) => {
        if (!isYes) return onRefused();
        receive = handler;
        for (const message of held.splice(0)) handler(message);
      });
    },
    onClose(handler) {
      channel.onClose(handler);
      // Who closes a port isn't told.
      onRefused = () => {
        channel.close();
        handler();
      };
    },
  };
}
