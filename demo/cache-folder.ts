import { fileURLToPath } from 'node:url';

/** Where this project keeps what it has made and needs again: each under a name that changes with what it was made from. `npm ci` removes it. */
export const CACHE_FOLDER = fileURLToPath(new URL('../node_modules/.cache/backchannel', import.meta.url));
