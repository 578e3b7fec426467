/** What TypeScript writes at the head of each CommonJS module. */
const HEAD = [
  /^"use strict";$/m,
  /^var __\w+ = \(this && this\.__\w+\) \|\| [\s\S]*?^\}\)*(?:\(\))?;$/gm,
  /^Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);$/m,
  /^(?:exports\.\w+ = )+void 0;$/gm,
];
const IMPORT = /^(?:const|var) (\w+) = (?:__import(?:Star|Default)\()?require\("([^"]+)"\)\)?;$/gm;
const EXPORT_ALL = /^__exportStar\(require\("([^"]+)"\), exports\);$/gm;
const GETTER =
  /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (?:__importDefault\((\w+)\)|(\w+))\.(\w+); \} \}\);$/gm;
const ENUM = /^\}\)\((\w+) \|\| \(exports\.\1 = \1 = \{\}\)\);$/gm;
const VALUE = /^exports\.(\w+) = /gm;

/**
 * Turns a module that TypeScript wrote as CommonJS into an ES module, of which a bundler can leave out what isn't used. A construct that it doesn't
 * know ends the build.
 * @param {string} code @param {string} name the module's, for an error
 */
export function esModuleOf(code, name) {
  /** @type {string[]} */
  const exported = [];
  const add = (/** @type {string} */ local, /** @type {string} */ as) => void exported.push(local === as ? local : `${local} as ${as}`);
  const declared = new Set([...code.matchAll(/^(?:async )?(?:function|class|const|let|var) (\w+)/gm)].map(([, local]) => local));

  let text = HEAD.reduce((rest, pattern) => rest.replace(pattern, ''), code)
    .replace(IMPORT, 'import * as $1 from "$2";')
    .replace(EXPORT_ALL, 'export * from "$1";')
    .replace(GETTER, (_, as, byDefault, module, key) => `exports.${as} = ${byDefault ?? module}.${key};`)
    .replace(ENUM, (_, local) => {
      add(local, local);
      return `})(${local} = {});`;
    })
    .replace(/^exports\.(\w+) = (\w+);$/gm, (whole, as, local) => {
      if (!declared.has(local)) return whole;
      add(local, as);
      return '';
    });
  const values = [...text.matchAll(VALUE)].map(([, as]) => as ?? '');
  for (const as of values) add(`exported_${as}`, as);
  // A call at a module's top only makes a value: it can go when nobody uses that value.
  text = text.replace(VALUE, 'const exported_$1 = ').replace(/^(const \w+ = )(?=\(0, |\w+\()/gm, '$1/* @__PURE__ */ ');
  text = text.replace(/\bexports\.(\w+)/g, (_, as) => (values.includes(as) ? `exported_${as}` : as));
  const left = /^.*(?:\bexports\b|\brequire\(|\b__(?:import|export|create)\w*).*$/m.exec(text);
  if (left) throw new Error(`${name} of StanzaJS has what build/stanza-esm.mjs can't turn into an ES module: ${left[0]}`);
  return exported.length ? `${text}\nexport { ${exported.join(', ')} };\n` : text;
}
