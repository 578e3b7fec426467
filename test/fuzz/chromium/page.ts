import { goThrough } from '../block.ts';

/** Called by Node. */
window.fuzzBlock = goThrough;
