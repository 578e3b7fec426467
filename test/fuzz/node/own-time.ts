import { install } from '@sinonjs/fake-timers';

const realImmediate = setImmediate;
const clock = install({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'], now: Date.now() });

/** The number of deliveries that are under way: databases, ports and sockets in memory deliver by `setImmediate`. Nothing here cancels one. */
let waiting = 0;
globalThis.setImmediate = ((work: (...given: unknown[]) => void, ...given: unknown[]) => {
  waiting += 1;
  return realImmediate(() => {
    waiting -= 1;
    work(...given);
  });
}) as typeof setImmediate;

/**
 * Does the work by a clock of its own. As soon as nothing else is left to do, the clock jumps to the next timer, so that no time is spent waiting,
 * and a timeout doesn't depend on how busy the machine is.
 */
export async function inOwnTime<T>(work: () => Promise<T>): Promise<T> {
  let isDone = false;
  const result = work().finally(() => (isDone = true));
  while (!isDone) {
    // All promises that are resolved by now are handled before the next turn begins.
    await new Promise<void>((resolve) => realImmediate(resolve));
    if (waiting === 0) clock.next();
  }
  return result;
}
