import { GUEST_MARK, STRANGER_MARK, UNREADABLE_MARK } from './marks.ts';

/** The parts of a slice that may show a guest's own words. In an overview these are the contact's call and its interaction. */
const GUESTS_PLACES: Readonly<Record<string, readonly string[]>> = { overview: ['calls', 'interactions'] };

/** Finds what a slice shows and must not. @returns undefined when there is nothing */
export function shownOfNobody(kind: string, slice: unknown): string | undefined {
  const text = JSON.stringify(slice) ?? '';
  if (text.toLowerCase().includes(STRANGER_MARK)) return `The ${kind} shows a stranger: ${around(text, STRANGER_MARK)}`;
  if (text.includes(UNREADABLE_MARK)) return `The ${kind} shows what can't be read: ${around(text, UNREADABLE_MARK)}`;
  if (!text.toLowerCase().includes(GUEST_MARK)) return undefined;
  const places = GUESTS_PLACES[kind] ?? [];
  const others = JSON.stringify(slice, (key, value: unknown) => (places.includes(key) ? undefined : value)) ?? '';
  return others.toLowerCase().includes(GUEST_MARK)
    ? `The ${kind} shows a guest who isn't a contact: ${around(others, GUEST_MARK)}`
    : undefined;
}

function around(text: string, mark: string): string {
  const at = text.toLowerCase().indexOf(mark);
  return text.slice(Math.max(0, at - 120), at + 120);
}
