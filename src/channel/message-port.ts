import type { ChannelPort } from './rpc.ts';

/** A MessagePort as a channel. `close` events come from Chromium 122 on; elsewhere only a polite `close()` is noticed. */
export function channelOfMessagePort(port: MessagePort): ChannelPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage(handler) {
      port.onmessage = ({ data }: MessageEvent<unknown>) => handler(data);
    },
    onClose(handler) {
      port.addEventListener('close', handler);
    },
    close: () => port.close(),
  };
}
