import { mkdir, writeFile } from 'node:fs/promises';
import { confusablesModules } from './confusables.mjs';

/* `npm run confusables`: makes the tables of characters that look alike. Run it after an update of their package, and commit its output. */
const FOLDER = 'src/model/generated';
await mkdir(FOLDER, { recursive: true });
for (const [name, source] of Object.entries(confusablesModules())) await writeFile(`${FOLDER}/${name}`, source);
