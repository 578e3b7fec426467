import type { Runtime } from 'webextension-polyfill';
import type { ChannelPort } from './rpc.ts';

/** An extension's runtime port as a channel; it closes when the worker is stopped or the view goes away. */
export function channelOfRuntimePort(port: Runtime.Port): ChannelPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (handler) => port.onMessage.addListener((message: unknown) => handler(message)),
    onClose: (handler) => port.onDisconnect.addListener(() => handler()),
    close: () => port.disconnect(),
  };
}
