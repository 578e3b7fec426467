import { namedHost } from '../model/named-host.ts';

/** More entries than any organisation has, and few enough to be read at once. */
const MAX_ENTRIES = 1_000;

/**
 * Reads a list of hosts that something is allowed to, whatever is given. An entry that names none counts for nothing, and what is no list is an
 * empty one.
 * @param note is told of each that can't be read, by its place from 1 on; of what is no list at all without one
 */
export function readHosts(given: unknown, note: (place?: number) => void = () => undefined): readonly string[] {
  return readAllowed(given, namedHost, note);
}

/** Reads a list in the same way, of whatever `named` recognises. */
export function readAllowed(
  given: unknown,
  named: (text: string) => string | undefined,
  note: (place?: number) => void,
): readonly string[] {
  if (!Array.isArray(given)) {
    note();
    return [];
  }
  const names = given.map((each: unknown, index) => {
    const name = typeof each === 'string' && index < MAX_ENTRIES ? named(each) : undefined;
    if (name === undefined) note(index + 1);
    return name;
  });
  return [...new Set(names.filter((name) => name !== undefined))];
}
