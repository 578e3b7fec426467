import { goThrough } from '../block.ts';

/** Node calls this function. */
window.fuzzBlock = goThrough;
