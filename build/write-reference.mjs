import { writeFileSync } from 'node:fs';
import { widgetProgram } from './declarations.mjs';
import { referencePages } from './reference-pages.mjs';

/* `npm run reference`: writes the documents that are made of the sources. */
for (const [path, text] of referencePages(widgetProgram())) writeFileSync(path, text);
