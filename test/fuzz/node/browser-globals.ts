/*
 * What session hosts take of a browser, in Node. It has to be loaded before them. A database in memory, ports and locks are all that they need beside what
 * Node has; the server's end of the wire reads XML by another reader than the product's.
 */
import './own-time.ts';
import 'fake-indexeddb/auto';
import { DOMParser, XMLSerializer } from 'slimdom';
import { MemoryLocks } from './memory-locks.ts';
import { MemoryChannel } from './memory-ports.ts';

const page = new EventTarget();

/** Nobody connects by it: memory-socket.ts takes its place. */
class NoSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
}

const globals = {
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
  dispatchEvent: page.dispatchEvent.bind(page),
  navigator: { locks: new MemoryLocks() },
  MessageChannel: MemoryChannel,
  WebSocket: NoSocket,
  DOMParser,
  XMLSerializer,
};
for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });

// StanzaJS tells the console of each send that fails, which is nothing unusual here. The hosts are judged by what they do.
console.error = () => undefined;

process.on('uncaughtException', ({ stack }) => page.dispatchEvent(Object.assign(new Event('error'), { message: stack })));
process.on('unhandledRejection', (reason) => page.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason })));
