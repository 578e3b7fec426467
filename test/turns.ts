/** When a part of the tests may run. */
export interface Turn {
  readonly name: string;
  /** The part that this one needs the result of. It begins when that part has ended. */
  readonly after?: string;
  /** Whether it needs the whole machine but for what is patient. Such parts run after all others. */
  readonly isAlone?: boolean;
  /** Whether nothing in it fails for being late. */
  readonly isPatient?: boolean;
}

/** One more than the cores that a run is made for: most parts wait for a browser, a server or a clock half of the time. */
const AT_ONCE = 3;
/** The random faults leave a core to them. */
const PATIENT_AT_ONCE = 2;

/**
 * Runs parts, three side by side, and, once all of these have begun, two of the patient ones beside them and beside those that are alone. Each begins as
 * soon as it may, in the order given. A part that waits for another one lets the next begin before it.
 */
export async function takeTurns<P extends Turn, R>(parts: readonly P[], run: (part: P) => Promise<R>): Promise<R[]> {
  const waiting = [...parts];
  const running = new Map<P, Promise<void>>();
  const results: R[] = [];
  const mayBegin = ({ after, isAlone, isPatient }: P): boolean => {
    if ([...waiting, ...running.keys()].some(({ name }) => name === after)) return false;
    const beside = [...running.keys()].filter((part) => Boolean(part.isPatient) === Boolean(isPatient)).length;
    const haveOthersBegun = waiting.every((part) => part.isAlone || part.isPatient);
    if (isPatient) return beside < PATIENT_AT_ONCE && haveOthersBegun;
    return isAlone ? beside === 0 && haveOthersBegun : beside < AT_ONCE;
  };
  while (waiting.length || running.size) {
    const next = waiting.findIndex(mayBegin);
    if (next < 0) {
      await Promise.race(running.values());
      continue;
    }
    for (const part of waiting.splice(next, 1)) {
      const ended = run(part)
        .then((result) => void results.push(result))
        .finally(() => running.delete(part));
      running.set(part, ended);
    }
  }
  return results;
}
