import type { ChannelPort } from './rpc.ts';

/**
 * The message that is posted before a port is closed. Few browsers tell the other end by an event, and a host that isn't told would go on
 * answering a view that has gone.
 */
export const FAREWELL = 'backchannel:farewell';

/** A MessagePort as a channel. A page that crashes says nothing: it is noticed where the browser has a `close` event for ports. */
export function channelOfMessagePort(port: MessagePort): ChannelPort {
  const gone = new AbortController();
  port.addEventListener('close', () => gone.abort());
  return {
    post: (message) => port.postMessage(message),
    onMessage(handler) {
      port.onmessage = ({ data }: MessageEvent<unknown>) => (data === FAREWELL ? gone.abort() : handler(data));
    },
    onClose(handler) {
      gone.signal.addEventListener('abort', handler);
    },
    close() {
      port.postMessage(FAREWELL);
      port.close();
    },
  };
}
