import type { ToneHost } from '../../background/voice/media-pages.ts';
import type { BackgroundTones } from './background-tones.ts';

/** The tones of a background that is a page. They are loaded with the first tone, or with the first choice of a speaker. */
export function backgroundTones(): ToneHost {
  let loading: Promise<BackgroundTones> | undefined;
  const load = () => (loading ??= import('./background-tones.ts').then((module) => new module.BackgroundTones()));
  return { setTone: async (tone) => (await load()).setTone(tone), setDevices: async (...ids) => (await load()).setDevices(...ids) };
}
