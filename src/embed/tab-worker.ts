import { channelOfMessagePort, FAREWELL } from '../channel/message-port.ts';
import { channelName, type TabMessage, viewLock, workerLock } from './tab-host-names.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Serves the views of all tabs of a profile from the worker of one of them. @param connect is given a port for each view */
export function serveTabs(profile: string, connect: (port: MessagePort) => void): void {
  const tabs = new BroadcastChannel(channelName(profile));
  const ports = new Map<string, MessagePort>();
  tabs.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === 'hello' && !ports.has(data.view)) welcome(data.view);
    if (data.kind !== 'to-host') return;
    ports.get(data.view)?.postMessage(data.message);
    if (data.message === FAREWELL) ports.delete(data.view);
  });
  const welcome = (view: string) => {
    const { port1, port2 } = new MessageChannel();
    ports.set(view, port2);
    port2.onmessage = ({ data }: MessageEvent<unknown>) => tabs.postMessage({ kind: 'to-view', view, message: data } satisfies TabMessage);
    connect(port1);
    // A tab that is closed, or crashes, gives back its view's lock.
    void navigator.locks.request(viewLock(view), () => {
      ports.delete(view);
      channelOfMessagePort(port2).close();
    });
  };
  void navigator.locks.request(workerLock(profile), () => {
    self.postMessage('here');
    tabs.postMessage({ kind: 'here' } satisfies TabMessage);
    return new Promise<never>(() => undefined);
  });
}
