import type { HostStanding } from '../channel/version-watch.ts';

/** Why a page has no session host; each with what the developer can do about it. */
const REASONS = {
  'worker-not-found':
    'The worker’s script can’t be loaded. Is shared-worker.js served beside the module, and does the page’s worker-src allow it?',
  'other-origin': 'The worker’s script is of another origin than the page. Serve the widget’s files from the page’s own origin.',
  'trusted-types':
    'The page requires Trusted Types, and its list of policies lacks “backchannel”, or a bundler has opened the worker: pass workerUrl.',
  'no-shared-worker': 'This browser has neither SharedWorker nor Web Locks here. Is the page loaded over HTTPS?',
  'storage-blocked':
    'The browser doesn’t let this page store anything, because of its settings or because the page is in a frame of another origin.',
  version: 'The worker that runs is of an older version, and doesn’t make room. Close the other tabs that have it.',
  'no-answer': 'The worker was started, and says nothing.',
  destroyed: 'The workspace was destroyed before it was ready.',
} as const;

export type WorkspaceErrorCode = keyof typeof REASONS;

/** There is no session host for this page; `code` says why. `instanceof` needs no more than `error.name`, which is `WorkspaceError`. */
export class WorkspaceError extends Error {
  override readonly name = 'WorkspaceError';

  constructor(
    readonly code: WorkspaceErrorCode,
    options?: ErrorOptions,
  ) {
    super(REASONS[code], options);
  }
}

/** What is known of a session host that couldn't be reached. */
export interface FailedStart {
  readonly workerUrl: string | URL | undefined;
  readonly standing: HostStanding | undefined;
  readonly isDestroyed: boolean;
}

/** @param cause What was thrown where the worker was opened, the worker's error event, what the host told, or nothing where it told nothing */
export async function workspaceError(cause: unknown, start: FailedStart): Promise<WorkspaceError> {
  if (cause instanceof WorkspaceError) return cause;
  return new WorkspaceError(await codeOf(cause, start), { cause });
}

async function codeOf(cause: unknown, { workerUrl, standing, isDestroyed }: FailedStart): Promise<WorkspaceErrorCode> {
  if (isDestroyed) return 'destroyed';
  if (new URL(workerUrl ?? import.meta.url, document.baseURI).origin !== location.origin) return 'other-origin';
  if (cause instanceof Event) return 'worker-not-found';
  if (cause instanceof TypeError) return 'trusted-types';
  if (cause instanceof DOMException) return cause.name === 'SecurityError' ? 'storage-blocked' : 'worker-not-found';
  // What the host itself says of its connection.
  if (typeof cause === 'object' && cause !== null && 'problem' in cause) return 'storage-blocked';
  if (standing === 'host-is-older') return 'version';
  return (await canStore()) ? 'no-answer' : 'storage-blocked';
}

/** Whether the browser lets this page have databases. It makes none. */
async function canStore(): Promise<boolean> {
  try {
    await indexedDB.databases();
    return true;
  } catch {
    return false;
  }
}
