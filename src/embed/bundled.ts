import { type EmbeddedWorkspace, openWorkspace as open, type OpenWorkspaceOptions, type WorkerOpener } from './index.ts';

export * from './index.ts';

/** Bundlers find a worker's script by exactly this form, and put the script and its chunks where they put their own. */
const workers: WorkerOpener = {
  shared: (profile, lifetime) =>
    new SharedWorker(new URL('./shared-worker.js', import.meta.url), { ...lifetime, type: 'module', name: profile }),
  own: (profile) => new Worker(new URL('./shared-worker.js', import.meta.url), { type: 'module', name: profile }),
};

/** As `openWorkspace` of the module for pages without a bundler; the worker is found by the bundler, unless `workerUrl` says where it is. */
export function openWorkspace(options: OpenWorkspaceOptions = {}): EmbeddedWorkspace {
  return open(options.workerUrl === undefined ? { workers, ...options } : options);
}
