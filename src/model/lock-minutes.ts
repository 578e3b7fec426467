import { MAX_LOCK_MINUTES } from './settings.ts';

/** Whatever is given, as minutes after which the desk is locked. 0 is never; what isn't a whole number up to a working day locks the soonest. */
export function lockMinutesOf(given: unknown): number {
  return typeof given === 'number' && Number.isInteger(given) && given >= 0 && given <= MAX_LOCK_MINUTES ? given : 1;
}
