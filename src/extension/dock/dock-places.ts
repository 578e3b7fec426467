import * as v from 'valibot';
import { DEFAULT_PLACE, type DockPlace, MAX_WIDTH, MIN_WIDTH } from './dock-place.ts';

/** The shape of a place, as content scripts send it and as it is stored. */
export const dockPlace = v.object({
  side: v.optional(v.picklist(['left', 'right'])),
  width: v.pipe(v.number(), v.minValue(MIN_WIDTH), v.maxValue(MAX_WIDTH)),
  isCollapsed: v.boolean(),
});

/** Chromium's way to keep content scripts out, which the polyfill's types don't know. */
interface WithAccessLevel {
  setAccessLevel(options: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void>;
}
const hasAccessLevel = (area: object): area is WithAccessLevel => 'setAccessLevel' in area;

const keyOf = (origin: string) => `dock ${origin}`;

/** Keeps `storage.local` from content scripts: one that a page took over would learn of the other origins there. */
export async function keepDockPlacesPrivate(): Promise<void> {
  const { local } = browser.storage;
  if (hasAccessLevel(local)) await local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** The remembered place of the dock in an origin's pages. */
export async function getDockPlace(origin: string): Promise<DockPlace> {
  const key = keyOf(origin);
  const parsed = v.safeParse(dockPlace, (await browser.storage.local.get(key))[key]);
  return parsed.success ? parsed.output : DEFAULT_PLACE;
}

/** Remembers the place of the dock in an origin's pages. */
export async function putDockPlace(origin: string, place: DockPlace): Promise<void> {
  await browser.storage.local.set({ [keyOf(origin)]: place });
}

/** Forgets the places of all origins for which it says so. */
export async function forgetDockPlaces(isForgotten: (origin: string) => boolean): Promise<void> {
  const keys = Object.keys(await browser.storage.local.get()).filter((key) => key.startsWith('dock ') && isForgotten(key.slice(5)));
  await browser.storage.local.remove(keys);
}
