import type { Plugin } from 'rolldown';

/** A private member where it is declared, at the beginning of a line as the formatter has it. */
const DECLARED = /^( +(?:(?:static|readonly|async|get|set) )*)#(\w+)/gm;
/** A private member where it is used. */
const USED = /(\.)#(\w+)/g;

/** Makes the product's private members visible, so that all that a session host holds can be looked through (held.ts). */
export function visibleMembers(): Plugin {
  return {
    name: 'visible-members',
    transform: {
      filter: { id: /\/src\/.*\.ts$/ },
      handler: (code) => ({ code: code.replace(DECLARED, '$1$$$2').replace(USED, '$1$$$2') }),
    },
  };
}
