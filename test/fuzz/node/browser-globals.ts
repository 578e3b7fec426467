/*
 * Gives Node what session hosts use of a browser. It has to be loaded before them. Besides what Node has, they need a database, ports and locks,
 * which are in memory here. The server's end of the connection parses XML by another parser than the product's.
 */
import './own-time.ts';
import 'fake-indexeddb/auto';
import { DOMParser, XMLSerializer } from 'slimdom';
import { MemoryLocks } from './memory-locks.ts';
import { MemoryChannel } from './memory-ports.ts';

const page = new EventTarget();

/** Nobody connects by this WebSocket: memory-socket.ts replaces it. */
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
  fetch: () => Promise.reject(new TypeError('There is no network.')),
  DOMParser,
  XMLSerializer,
};
for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });

// StanzaJS logs each send that fails, which is normal here. The hosts are judged by what they do.
console.error = () => undefined;

process.on('uncaughtException', ({ stack }) => page.dispatchEvent(Object.assign(new Event('error'), { message: stack })));
process.on('unhandledRejection', (reason) => page.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason })));
