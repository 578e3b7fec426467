import { buildAll } from '../demo/build.ts';

/* The build that `npm test` tests. The end-to-end tests find it and don't build a second time. */
await buildAll();
