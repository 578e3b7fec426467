import { install } from '@sinonjs/fake-timers';

const realImmediate = setImmediate;
const clock = install({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'], now: Date.now() });

/** Databases, ports and sockets in memory deliver by it. Nothing here takes one back. */
let waiting = 0;
globalThis.setImmediate = ((work: (...given: unknown[]) => void, ...given: unknown[]) => {
  waiting += 1;
  return realImmediate(() => {
    waiting -= 1;
    work(...given);
  });
}) as typeof setImmediate;

/**
 * Does the work by a clock of its own, which goes on to the next timer as soon as nothing else is left to do: nobody waits for a time, and what comes too late
 * does so however busy the machine is.
 */
export async function inOwnTime<T>(work: () => Promise<T>): Promise<T> {
  let isDone = false;
  const result = work().finally(() => (isDone = true));
  while (!isDone) {
    // What has been resolved is all done before the next turn begins.
    await new Promise<void>((resolve) => realImmediate(resolve));
    if (waiting === 0) clock.next();
  }
  return result;
}
