/** Longer than a busy machine takes for any step of a run. */
export const PATIENCE_MS = 20_000;

/** Something that must always hold doesn't hold. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** @param what the sentence that is true when the work is done @throws Fault when it takes too long */
export async function inTime<T>(work: Promise<T>, what: string, patienceMs = PATIENCE_MS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>(
    (_, reject) => (timer = setTimeout(() => reject(new Fault(`In ${patienceMs / 1_000} s it wasn't so that ${what}`)), patienceMs)),
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
