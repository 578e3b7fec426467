import type { MediaCallName, MediaEvents, MediaFunctions } from '../channel/media-host.ts';

/** The page's media host. It is loaded with the first call, so that a page without calls loads nothing of it. */
export function pageMedia(events: MediaEvents, ended: AbortSignal): MediaFunctions {
  let loading: Promise<MediaFunctions> | undefined;
  const load = () => {
    loading ??= import('../media-host/media-host.ts').then(({ startMediaHost }) => startMediaHost(events));
    // If it can't be loaded, the next call tries again.
    loading.catch(() => (loading = undefined));
    return loading;
  };
  // The sound of calls doesn't outlive the workspace.
  const endCalls = async (host: MediaFunctions) => {
    for (const callId of await host.calls()) await host.endCall(callId, 'success');
  };
  ended.addEventListener('abort', () => void loading?.then(endCalls).catch(() => undefined));
  const ask = async (name: MediaCallName, inputs: readonly unknown[]): Promise<unknown> => {
    if (name === 'calls' && !loading) return [];
    const host = await load();
    return Reflect.apply(host[name], host, inputs);
  };
  return new Proxy<MediaFunctions>(Object.create(null), {
    get:
      (_, name: MediaCallName) =>
      (...inputs: readonly unknown[]) =>
        ask(name, inputs),
  });
}
