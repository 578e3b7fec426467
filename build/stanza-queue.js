/*
 * Replaces StanzaJS's priority queue (see stanza-slim.mjs), which has a heap. Here a task goes behind those that have its priority, which is the end of a
 * short list as a rule.
 */

/** @param {(task: object, done: () => void) => Promise<void>} worker works on one task at a time */
export function priorityQueue(worker) {
  /** The next one first: those of the lowest number, in the order in which they came. @type {{task: object, priority: number, callback?: () => void}[]} */
  let waiting = [];
  /** @type {(() => void)[]} */
  let drains = [];
  let isPaused = false;
  let isRunning = false;
  let isKilled = false;
  const isIdle = () => !isRunning && waiting.length === 0;
  const run = async () => {
    const next = isPaused || isRunning ? undefined : waiting.shift();
    if (!next) return;
    isRunning = true;
    await new Promise((done) => void worker(next.task, () => done(undefined)).then(done, done));
    next.callback?.();
    isRunning = false;
    if (isIdle()) for (const drained of drains.splice(0)) drained();
    void run();
  };
  return {
    /** @param {object} task @param {number} priority @param {() => void} [callback] */
    push(task, priority, callback) {
      if (isKilled) return;
      waiting.splice(waiting.findLastIndex((one) => one.priority <= priority) + 1, 0, { task, priority, callback });
      queueMicrotask(run);
    },
    pause: () => void (isPaused = true),
    resume() {
      isPaused = false;
      void run();
    },
    /** What waits isn't done any more, and nobody is told of it. */
    kill() {
      isKilled = true;
      waiting = [];
      drains = [];
    },
    idle: isIdle,
    /** @returns {Promise<void>} */
    drain: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => drains.push(resolve))),
  };
}
