import { within } from '../time/waits.ts';

/** A hub that hasn't answered by then is left for the other one (docs/protocol.md 13). */
const ANSWER_MS = 2_000;

/** What a hub answers; undefined when it refuses or gives no answer in time, so that the other one has to be asked. */
export function answerOfHub<T>(asked: Promise<T>): Promise<T | undefined> {
  return within(
    ANSWER_MS,
    asked.catch(() => undefined),
  );
}
