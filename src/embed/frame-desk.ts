import type { ViewOptions } from '../client/backchannel-client.ts';
import { ClientServer } from '../client/client-server.ts';
import { type ToPage, WIRE_VERSION } from '../client/client-wire.ts';
import { WorkspaceClient } from '../client/workspace-client.ts';
import { RateLimit } from '../model/rate-limit.ts';
import { elementView } from './element-view.ts';
import { broughtOffers, readBrings } from './frame-brings.ts';
import { type FrameList, isAncestorAllowed, readFrameList, rightsOf } from './frame-list.ts';
import { askForStorage, isOfSameSite, ownStorage, type StorageHandle } from './frame-storage.ts';
import type { OpenWorkspaceOptions } from './index.ts';

/** Until when an origin isn't listened to is kept, so that a page doesn't get around it by making the frame anew. */
const keyOf = (origin: string) => `backchannel quarantine ${origin}`;

/** What a page has connected with. */
export interface Connection {
  readonly port: MessagePort;
  readonly origin: string;
  readonly version: unknown;
  readonly brings: unknown;
}

/** Shows the desk for a page, and does what the page asks for, as far as the deployment's list lets its origin. Refuses any other page, and shows it nothing. */
export async function openFrameDesk({ port, origin, version, brings: given }: Connection): Promise<void> {
  const tell = (message: ToPage) => port.postMessage(JSON.stringify(message));
  const refuse = (refused: string) => tell({ version: WIRE_VERSION, refused });
  if (version !== WIRE_VERSION) return refuse('unknown-version');
  const list = await loadList();
  const rights = list && rightsOf(list, origin);
  if (!list || !rights || !isWithin(list)) return refuse('origin-not-allowed');
  const brings = readBrings(given, rights.methods);
  if (!brings) return refuse('invalid-argument');

  const [{ openWorkspace }, storage] = await Promise.all([import('./index.ts'), ownStorage()]);
  const rate = new RateLimit(rights.limit);
  /** How the page wants to see the desk, which holds for one that takes this one's place too. */
  let look: ViewOptions = {};
  /** Called when that changes. */
  let onLook: () => void = () => undefined;

  /** Shows the desk with the storage that there is. @returns its workspace, and what takes both away */
  const show = (handle: StorageHandle | undefined) => {
    const shared = handle?.SharedWorker?.bind(handle);
    const workerUrl = new URL('./shared-worker.js', import.meta.url);
    const workspace = openWorkspace({
      ...(list.options as OpenWorkspaceOptions),
      workerUrl,
      offers: broughtOffers(brings, origin, (...asked) => server.ask(...asked)),
      ...(shared ? { workers: { shared: (name, lifetime) => shared(workerUrl, { ...lifetime, type: 'module', name }) } } : {}),
    });
    const element = document.createElement('backchannel-workspace');
    element.service = list.service;
    element.workspace = workspace;
    const view = elementView(element);
    const setView = (options: ViewOptions) => {
      look = { ...look, ...options };
      view.setView(options);
      onLook();
    };
    setView(look);
    document.body.append(element);
    const isOwn = shared !== undefined || isOfSameSite(origin);
    const client = new WorkspaceClient(workspace, { ...view, setView }, { origin, storage: isOwn ? 'own' : 'partitioned' });
    tell({ version: WIRE_VERSION, ...(brings.unused.length ? { unused: brings.unused } : {}) });
    const server = new ClientServer(client, {
      methods: rights.methods,
      rate,
      post: (message) => port.postMessage(message),
      now: Date.now,
      quarantinedUntil: readUntil(origin),
      onQuarantine: (until) => keepUntil(origin, until),
    });
    port.onmessage = ({ data }: MessageEvent<unknown>) => server.receive(data);
    const takeAway = () => {
      server.close();
      workspace.destroy();
      element.remove();
    };
    return { workspace, takeAway };
  };

  const { workspace, takeAway } = show(storage.handle);
  if (!storage.canAsk || isOfSameSite(origin)) return;
  await import('../components/workspace/storage-access.ts');
  const bar = document.createElement('backchannel-storage-access');
  onLook = () => bar.follow(workspace, look);
  onLook();
  bar.ask = async () => {
    const handle = await askForStorage();
    if (!handle?.SharedWorker) return false;
    // The page is taken again, by a desk with the deployment's own storage.
    takeAway();
    show(handle);
    return true;
  };
  document.body.prepend(bar);
}

/** The deployment's list, beside this page. Without one, or with one that can't be read, nobody is let in. */
async function loadList(): Promise<FrameList | undefined> {
  try {
    return readFrameList(await (await fetch(new URL('./frame.json', import.meta.url), { cache: 'no-cache' })).json());
  } catch {
    return undefined;
  }
}

/** Whether all pages around this one are on the list, where the browser tells. */
function isWithin(list: FrameList): boolean {
  const { ancestorOrigins } = location as { readonly ancestorOrigins?: Iterable<string> };
  return [...(ancestorOrigins ?? [])].every((origin) => isAncestorAllowed(list, origin));
}

function readUntil(origin: string): number {
  try {
    return Number(localStorage.getItem(keyOf(origin)) ?? 0);
  } catch {
    // A browser that stores nothing forgets it with the frame.
    return 0;
  }
}

function keepUntil(origin: string, until: number): void {
  try {
    localStorage.setItem(keyOf(origin), String(until));
  } catch {
    // As above.
  }
}
