import { Visitor } from 'rolldown/utils';

/**
 * Makes every `import()` of the sources a static import, for a bundle that is one file: what such a one holds is loaded at once anyhow, and a module that
 * is evaluated later takes a wrapper, which costs 1 % of the bytes.
 * @returns {import('rolldown').Plugin}
 */
export function eagerImports() {
  return {
    name: 'eager-imports',
    transform: {
      filter: { id: /[\\/]src[\\/].*\.ts$/, code: 'import(' },
      handler(code) {
        /** @type {import('rolldown/utils').ESTree.ImportExpression[]} */
        const found = [];
        new Visitor({ ImportExpression: (node) => void found.push(node) }).visit(this.parse(code, { lang: 'ts' }));
        if (!found.length) return null;
        const imports = found.map(({ source }, index) => `import * as eager${index} from ${code.slice(source.start, source.end)};`);
        const eager = found.reduceRight(
          (text, { start, end }, index) => `${text.slice(0, start)}Promise.resolve(eager${index})${text.slice(end)}`,
          code,
        );
        return { code: imports.join('') + eager, map: null };
      },
    },
  };
}
