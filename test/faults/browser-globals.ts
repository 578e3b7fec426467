import 'fake-indexeddb/auto';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import { MemoryLocks } from '../fuzz/node/memory-locks.ts';

let aheadMs = 0;

/** Sets the clock of this thread so far ahead of the true time. */
export function setClock(ms: number): void {
  aheadMs = ms;
}

const RealDate = Date;

/** The clock of a browser, which somebody may have set wrong. Timers go by another one, which can't be set. */
class BrowserDate extends RealDate {
  constructor(...given: readonly [] | readonly [number | string | Date]) {
    super(given[0] ?? BrowserDate.now());
  }

  static override now(): number {
    return RealDate.now() + aheadMs;
  }
}

/* Gives a thread of Node what a session host uses of a browser. The connections are real. */
const page = new EventTarget();

/** A failed connection that nobody listens to any more ends no browser, where it would end a process of Node. */
class BrowserSocket extends WebSocket {
  constructor(...given: ConstructorParameters<typeof WebSocket>) {
    super(...given);
    this.on('error', () => undefined);
  }
}

/** What the host asks of `fetch`: whether the server answers. Each thread would take a fair share of its time to load Node's own. */
const fetchHead = (address: string, { method, signal }: RequestInit) =>
  new Promise<void>((resolve, reject) => {
    const sent = request(address, { method, signal: signal ?? undefined }, (response) => {
      response.resume();
      resolve();
    });
    sent.on('error', reject).end();
  });

const globals = {
  fetch: fetchHead,
  Date: BrowserDate,
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
  dispatchEvent: page.dispatchEvent.bind(page),
  navigator: { locks: new MemoryLocks(), onLine: true },
  WebSocket: BrowserSocket,
};
for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });

// StanzaJS logs each send that fails, which is what these tests are about.
console.error = () => undefined;
process.on('unhandledRejection', () => undefined);
