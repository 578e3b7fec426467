import { SessionHost } from '../background/host/session-host.ts';
import { BUILD_ID } from '../channel/build-id.ts';
import { beginLife } from '../channel/host-life.ts';
import { channelOfMessagePort } from '../channel/message-port.ts';

declare const self: SharedWorkerGlobalScope;

// The worker's name is the profile: each profile has a session host of its own, shared by all its tabs.
const host = new SessionHost({
  profile: self.name,
  isOnlyForViews: true,
  loadMemoryStorage: () => import('../storage/memory-storage.ts'),
  version: { build: BUILD_ID, loadedAt: performance.timeOrigin, giveWay: () => self.close() },
});
const tellLife = beginLife();

self.onconnect = ({ ports: [port] }) => {
  if (!port) return;
  host.connectView(channelOfMessagePort(port));
  tellLife(port);
};
