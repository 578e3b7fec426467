import { watchLife } from '../channel/host-life.ts';
import { FAREWELL } from '../channel/message-port.ts';
import { randomId } from '../channel/random-id.ts';
import type { ChannelPort } from '../channel/rpc.ts';
import { noChannel } from './host-start.ts';
import { trustedAddress, type WorkerOpener } from './open-worker.ts';
import { channelName, type TabMessage, tabLock, viewLock, workerLock } from './tab-host-names.ts';
import { WorkspaceError } from './workspace-error.ts';

export interface TabHostOptions {
  readonly profile: string;
  readonly workers: WorkerOpener;
  readonly workerUrl: string | URL | undefined;
  readonly fail: (cause: unknown) => void;
  /** Aborts when the page takes the workspace away. */
  readonly ended: AbortSignal;
}

const RETRY_AFTER_MS = 5_000;

/** The workspaces of this page that wait for the worker to be theirs, or have it. */
const candidates = new WeakSet<AbortSignal>();

/** Follows the host of the tab that has the worker. It may become this one. */
export function joinTabHost(options: TabHostOptions): ChannelPort {
  const { profile, fail, ended } = options;
  // Browsers give them to pages that were loaded over HTTPS.
  if (!navigator.locks) {
    fail(new WorkspaceError('no-shared-worker'));
    return noChannel();
  }
  if (!candidates.has(ended)) {
    candidates.add(ended);
    void haveWorker(options);
  }
  return watchLife(openTabChannel(profile));
}

/** Waits for its turn to have the worker, and has it until the page goes. A worker that ends by itself is followed by another one. */
async function haveWorker({ profile, workers, workerUrl, fail, ended }: TabHostOptions): Promise<void> {
  /** A worker that can't be opened is tried again, but not without a pause. */
  const failed = async (cause: unknown) => {
    fail(cause);
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
  };
  while (!ended.aborted) {
    await navigator.locks
      .request(tabLock(profile), { signal: ended }, () => {
        const worker = workers.own?.(profile) ?? new Worker(trustedAddress(workerUrl), { type: 'module', name: profile });
        const over = new Promise<void>((resolve, reject) => {
          worker.addEventListener('error', reject);
          // The worker says that it holds its lock, which it has until it ends. What goes wrong in it from here on doesn't end it.
          worker.addEventListener('message', () => {
            worker.removeEventListener('error', reject);
            void navigator.locks.request(workerLock(profile), { signal: ended }, () => resolve()).catch(resolve);
          });
          ended.addEventListener('abort', () => resolve());
        });
        return over.finally(() => worker.terminate());
      })
      // It wasn't its turn before the page has taken the workspace away, or the worker's script can't be loaded.
      .catch(failed);
  }
}

function openTabChannel(profile: string): ChannelPort {
  const view = randomId();
  const leaving = new AbortController();
  const gone = new AbortController();
  const tabs = new BroadcastChannel(channelName(profile));
  const say = (message: TabMessage) => tabs.postMessage(message);
  let handle: (message: unknown) => void = () => undefined;
  let isAsking = false;
  /** What was posted before the host had answered. */
  let waiting: unknown[] | undefined = [];
  const ask = () => {
    if (waiting && isAsking) say({ kind: 'hello', view });
  };
  tabs.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === 'here') return ask();
    if (data.kind !== 'to-view' || data.view !== view) return;
    waiting?.forEach((message) => say({ kind: 'to-host', view, message }));
    waiting = undefined;
    if (data.message === FAREWELL) gone.abort();
    else handle(data.message);
  });
  // The worker waits for this lock, to learn that the view has left.
  void navigator.locks.request(viewLock(view), () => {
    isAsking = !leaving.signal.aborted;
    ask();
    return new Promise<void>((left) => (isAsking ? leaving.signal.addEventListener('abort', () => left()) : left()));
  });
  return {
    post: (message) => void (waiting ? waiting.push(message) : say({ kind: 'to-host', view, message })),
    onMessage: (handler) => void (handle = handler),
    onClose: (handler) => gone.signal.addEventListener('abort', handler),
    close() {
      isAsking = false;
      say({ kind: 'to-host', view, message: FAREWELL });
      tabs.close();
      leaving.abort();
    },
  };
}
