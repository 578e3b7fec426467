/* Replaces StanzaJS's queue by one that works at one task at a time, which is all that its client needs (see stanza-slim.mjs). */

/**
 * Does one task after the other: those with the lowest priority number first, and equals in the order in which they came.
 * @template Task
 * @param {(task: Task, done: () => void) => unknown} worker It ends by what it returns, if that is a promise, or else by `done`
 */
export function priorityQueue(worker) {
  /** @type {{task: Task, priority: number, callback?: ((error?: Error) => void) | undefined}[]} */
  const waiting = [];
  /** @type {(() => void)[]} */
  let drained = [];
  let isPaused = false;
  let isRunning = false;
  const isIdle = () => waiting.length === 0 && !isRunning;

  const work = async () => {
    const next = isPaused || isRunning ? undefined : waiting.shift();
    if (!next) return;
    isRunning = true;
    try {
      await new Promise((resolve) => {
        const done = () => resolve(undefined);
        const result = worker(next.task, done);
        if (result instanceof Promise) result.then(done, done);
      });
      next.callback?.();
    } catch (error) {
      next.callback?.(error instanceof Error ? error : new Error(String(error)));
    } finally {
      isRunning = false;
      if (isIdle()) {
        for (const resolve of drained) resolve();
        drained = [];
      }
      void work();
    }
  };

  return {
    /** @param {Task} task @param {number} priority @param {(error?: Error) => void} [callback] */
    push(task, priority, callback) {
      waiting.splice(waiting.findLastIndex((other) => other.priority <= priority) + 1, 0, { task, priority, callback });
      queueMicrotask(() => void work());
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      void work();
    },
    idle: isIdle,
    /** @returns {Promise<void>} */
    drain: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => void drained.push(resolve))),
  };
}
