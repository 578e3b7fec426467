import { elementsDocument } from './elements-document.mjs';
import { elementsManifest } from './elements-manifest.mjs';
import { reference } from './reference.mjs';

/** The documents that are made of the sources, each with its path. @param {import('typescript').Program} program @returns {readonly (readonly [path: string, text: string])[]} */
export const referencePages = (program) => [
  ['docs/embedding-reference.md', reference(program)],
  ['docs/elements.md', elementsDocument(elementsManifest(program))],
];
