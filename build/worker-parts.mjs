import { readFileSync } from 'node:fs';
import { minifySync } from 'rolldown/utils';

const loader = readFileSync(new URL('worker-parts.js', import.meta.url), 'utf8');

/** What a part gives to others, one at a time. The bundler writes it at length, which was half a kilobyte of the first part. */
const EXPORT = /Object\.defineProperty\(exports,("[^"]+"|`[^`]+`),\{enumerable:!0,get:function\(\)\{return ([^{}]*)\}\}\)/g;

/**
 * Lets a service worker load parts of itself later. It may not `import()`, but `importScripts` gives it at any time the scripts that it has loaded once
 * while it was installed. So its chunks are CommonJS modules, each within a function that runs when the module is first needed.
 * @returns {import('rolldown').OutputPlugin}
 */
export function workerParts() {
  return {
    name: 'worker-parts',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const names = chunks.filter(({ isEntry }) => !isEntry).map(({ fileName }) => `./${fileName}`);
      for (const chunk of chunks) {
        const code = chunk.isEntry
          ? `${loader.replace('PARTS', JSON.stringify(names))}${chunk.code}`
          : `part("./${chunk.fileName}",(require,exports,expose)=>{"use strict";${chunk.code.replace(EXPORT, 'expose($1,()=>$2)')}});`;
        chunk.code = minifySync(chunk.fileName, code).code;
      }
    },
  };
}
