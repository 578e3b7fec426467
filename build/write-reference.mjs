import { writeFileSync } from 'node:fs';
import { widgetProgram } from './declarations.mjs';
import { reference } from './reference.mjs';

/* `npm run reference`: writes docs/embedding-reference.md. */
writeFileSync('docs/embedding-reference.md', reference(widgetProgram()));
