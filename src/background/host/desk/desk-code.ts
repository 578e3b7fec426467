import { knowQueries } from '../../../channel/known-queries.ts';
import { lazily } from '../../../model/lazily.ts';

/** Loads the code of the desk, and the shapes of what views ask of it: the first list needs neither. */
export const loadDeskCode = lazily(async () => {
  const code = await import('./open-desk.ts');
  knowQueries(code.QUERIES);
  return code;
});
