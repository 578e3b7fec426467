import { runRollup } from './run-rollup.mjs';

/* `npm run build`: dist/embed, dist/demo, dist/chrome and dist/firefox, with their sizes. */
if (!runRollup(...process.argv.slice(2))) process.exitCode = 1;
