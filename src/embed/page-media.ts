import { MEDIA_CALLS, type MediaEvents, type MediaFunctions } from '../channel/media-host.ts';

/** The page's media host, loaded with its first call: who doesn't call loads nothing of it. */
export function pageMedia(events: MediaEvents): MediaFunctions {
  let loading: Promise<MediaFunctions> | undefined;
  const load = () => {
    loading ??= import('../media-host/media-host.ts').then(({ startMediaHost }) => startMediaHost(events));
    // The next one tries anew.
    loading.catch(() => (loading = undefined));
    return loading;
  };
  const call = async (name: (typeof MEDIA_CALLS)[number], inputs: readonly unknown[]): Promise<unknown> => {
    const host = await load();
    return Reflect.apply(host[name], host, inputs) as unknown;
  };
  const functions = Object.fromEntries(MEDIA_CALLS.map((name) => [name, (...inputs: unknown[]) => call(name, inputs)])) as unknown as MediaFunctions;
  return { ...functions, calls: () => (loading ? functions.calls() : Promise.resolve([])) };
}
