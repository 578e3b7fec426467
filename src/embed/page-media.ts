import { type MediaEvents, type MediaFunctions, mediaFunctionsBy } from '../channel/media-host.ts';

/** The page's media host, loaded with its first call: who doesn't call loads nothing of it. */
export function pageMedia(events: MediaEvents): MediaFunctions {
  let loading: Promise<MediaFunctions> | undefined;
  const load = () => {
    loading ??= import('../media-host/media-host.ts').then(({ startMediaHost }) => startMediaHost(events));
    // The next one tries anew.
    loading.catch(() => (loading = undefined));
    return loading;
  };
  const functions = mediaFunctionsBy(async (name, inputs) => {
    const host = await load();
    return Reflect.apply(host[name], host, inputs) as unknown;
  });
  return { ...functions, calls: () => (loading ? functions.calls() : Promise.resolve([])) };
}
