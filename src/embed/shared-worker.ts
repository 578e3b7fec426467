import { SessionHost } from '../background/host/session-host.ts';
import { BUILD_ID } from '../channel/build-id.ts';
import { beginLife } from '../channel/host-life.ts';
import { channelOfMessagePort } from '../channel/message-port.ts';

declare const self: SharedWorkerGlobalScope;

// The worker's name is the profile: each profile has a session host of its own, shared by all its tabs.
const { name } = self;
const host = new SessionHost({
  profile: name,
  isOnlyForViews: true,
  loadMemoryStorage: () => import('../storage/memory-storage.ts'),
  version: { build: BUILD_ID, loadedAt: performance.timeOrigin, giveWay: () => self.close() },
});
const tellLife = beginLife();

const connect = (port: MessagePort) => {
  host.connectView(channelOfMessagePort(port));
  tellLife(port);
};

if ('onconnect' in self) self.onconnect = ({ ports: [port] }) => port && connect(port);
// Without SharedWorkers one tab has this script in a worker of its own, for all tabs.
else void import('./tab-worker.ts').then(({ serveTabs }) => serveTabs(name, connect));
