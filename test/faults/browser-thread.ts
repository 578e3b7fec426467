// These imports come first: they define what the product looks for in a browser.
import { setClock } from './browser-globals.ts';
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort as ThreadPort } from 'node:worker_threads';
import { SessionHost } from '../../src/background/host/session-host.ts';
import { channelOfMessagePort } from '../../src/channel/message-port.ts';
import { type DiskWrite, fillDisk, journal, limitDisk, restore, type StoredDatabase } from './disk.ts';

/*
 * The part of a browser that holds the session host, as a thread: it can be killed at any moment, and what it has committed to its databases is kept
 * by the thread that started it.
 */

/** What the thread is told. */
export type ToBrowser =
  | { readonly view: ThreadPort }
  | { readonly isDiskFull: boolean }
  /** The clock is set so far ahead of the true time. */
  | { readonly clockAheadMs: number }
  /** The browser has noticed that the network is gone, or is back. */
  | { readonly network: 'offline' | 'online' };

/** What it begins with. */
export interface BrowserStart {
  readonly disk: ReadonlyMap<string, StoredDatabase>;
  readonly clockAheadMs: number;
}

/** What it tells. */
export type FromBrowser = { readonly written: DiskWrite };

const tell = (message: FromBrowser) => parentPort?.postMessage(message);
const waiting: ToBrowser[] = [];
let take = (message: ToBrowser): void => void waiting.push(message);
parentPort?.on('message', (message: ToBrowser) => take(message));

const { disk, clockAheadMs } = workerData as BrowserStart;
setClock(clockAheadMs);
await restore(disk);
limitDisk();
journal(disk, (written) => tell({ written }));
const host = new SessionHost({ profile: 'faults' });
take = (message) => {
  if ('view' in message) host.connectView(channelOfMessagePort(message.view as unknown as MessagePort));
  else if ('clockAheadMs' in message) setClock(message.clockAheadMs);
  else if ('network' in message) dispatchEvent(new Event(message.network));
  else fillDisk(message.isDiskFull);
};
for (const message of waiting.splice(0)) take(message);
