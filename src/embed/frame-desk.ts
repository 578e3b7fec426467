import { ClientServer } from '../client/client-server.ts';
import { type ToPage, WIRE_VERSION } from '../client/client-wire.ts';
import { WorkspaceClient } from '../client/workspace-client.ts';
import { elementView } from './element-view.ts';
import { type FrameList, readFrameList, rightsOf } from './frame-list.ts';
import { isOfSameSite, ownStorage } from './frame-storage.ts';
import type { OpenWorkspaceOptions } from './index.ts';

/** Until when an origin isn't listened to is kept, so that a page doesn't get around it by making the frame anew. */
const keyOf = (origin: string) => `backchannel quarantine ${origin}`;

/** Shows the desk for a page, and does what the page asks for, as far as the deployment's list lets its origin. Refuses any other page, and shows it nothing. */
export async function openFrameDesk(port: MessagePort, origin: string, version: unknown): Promise<void> {
  const tell = (message: ToPage) => port.postMessage(JSON.stringify(message));
  if (version !== WIRE_VERSION) return tell({ version: WIRE_VERSION, refused: 'unknown-version' });
  const list = await loadList();
  const rights = list && rightsOf(list, origin);
  if (!list || !rights || !isWithin(list)) return tell({ version: WIRE_VERSION, refused: 'origin-not-allowed' });

  const [{ openWorkspace }, storage] = await Promise.all([import('./index.ts'), ownStorage()]);
  const shared = storage?.SharedWorker?.bind(storage);
  const workerUrl = new URL('./shared-worker.js', import.meta.url);
  const workspace = openWorkspace({
    ...(list.options as OpenWorkspaceOptions),
    workerUrl,
    ...(shared ? { workers: { shared: (name, lifetime) => shared(workerUrl, { ...lifetime, type: 'module', name }) } } : {}),
  });
  const element = document.createElement('backchannel-workspace');
  element.service = list.service;
  element.workspace = workspace;
  document.body.append(element);
  const isOwn = shared !== undefined || isOfSameSite(origin);
  const client = new WorkspaceClient(workspace, elementView(element), { origin, storage: isOwn ? 'own' : 'partitioned' });
  tell({ version: WIRE_VERSION });
  const server = new ClientServer(client, {
    ...rights,
    post: (message) => port.postMessage(message),
    now: Date.now,
    quarantinedUntil: readUntil(origin),
    onQuarantine: (until) => keepUntil(origin, until),
  });
  port.onmessage = ({ data }: MessageEvent<unknown>) => server.receive(data);
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
  return [...(ancestorOrigins ?? [])].every((origin) => rightsOf(list, origin) !== undefined);
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
