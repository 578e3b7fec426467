import { SessionHost } from '../background/host/session-host.ts';
import { channelOfMessagePort } from '../channel/message-port.ts';

declare const self: SharedWorkerGlobalScope;

// The worker's name is the profile: each profile has a session host of its own, shared by all its tabs.
const host = new SessionHost({ profile: self.name });

self.onconnect = ({ ports: [port] }) => {
  if (port) host.connectView(channelOfMessagePort(port));
};
