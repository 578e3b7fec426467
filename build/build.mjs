import { buildProducts } from './products.mjs';
import { printSizes } from './size-table.mjs';

/* `npm run build`: dist/embed, dist/demo, dist/chrome and dist/firefox, with their sizes. */
await buildProducts();
printSizes();
