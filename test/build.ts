import { buildAll } from '../demo/build.ts';

/* Makes the build that `npm test` tests. The end-to-end tests find it, and don't build again. */
await buildAll();
