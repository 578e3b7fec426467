import { MAX_RETENTION_DAYS } from './settings.ts';

/** Whether it is for how many days something may be kept. */
export const isRetention = (given: unknown): given is number =>
  typeof given === 'number' && Number.isInteger(given) && given >= 1 && given <= MAX_RETENTION_DAYS;

/** Whatever is given, as days. What can't be read, a number beyond the bounds included, counts as one day: what was to be deleted mustn't stay. */
export const retentionDaysOf = (given: unknown): number => (isRetention(given) ? given : 1);
