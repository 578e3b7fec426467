import { patchedModule } from './patched-module.mjs';

/** @param {string} html the expression that holds a `<template>` @returns {string} */
const parsed = (html) => `new DOMParser().parseFromString(${html}, 'text/html').querySelector('template')`;

const WRAPPED = (/** @type {string} */ html) => '`<template>${' + html + '}</template>`';

const LIT = '/lit-html/lit-html.js';
const PICKER = '/emoji-picker-element/picker.js';

/** Lit's own policy for Trusted Types, as it is in its bundle. */
const LIT_POLICY = 'e=s?s.createPolicy("lit-html",{createHTML:t=>t}):void 0';
const PICKER_POLICY =
  "const templatePolicy = globalThis.trustedTypes?.createPolicy('emoji-picker-element', { createHTML: (html) => html });\n";
const PICKER_FUNCTION =
  "function parseTemplate (htmlString) {\n  const template = document.createElement('template');\n  template.innerHTML = htmlString;\n  return template\n}";

const REASON = 'it parses its templates in another way; see build/static-templates.mjs.';

/**
 * Mozilla's linter warns of every assignment to `innerHTML`. Two of the packages make one each, to parse a template: constant text of the program,
 * without anything of a message or a name. This plugin parses the same template by `DOMParser`, which makes a document that runs and loads nothing,
 * and parses the content as `innerHTML` does. Like `innerHTML`, it accepts Trusted Types, which the extension's pages require.
 */
export const staticTemplates = () => [
  patchedModule(
    LIT,
    [
      // This pair changes nothing. It makes the build fail if Lit renames the policy that the next line uses.
      [LIT_POLICY, LIT_POLICY],
      [
        'static createElement(t,i){const s=l.createElement("template");return s.innerHTML=t,s}',
        `static createElement(t,i){const s=${WRAPPED('t')};return ${parsed('e?e.createHTML(s):s')}}`,
      ],
    ],
    REASON,
  ),
  patchedModule(
    PICKER,
    [
      [
        PICKER_FUNCTION,
        `${PICKER_POLICY}function parseTemplate (htmlString) {\n  const html = ${WRAPPED('htmlString')};\n  return ${parsed('templatePolicy ? templatePolicy.createHTML(html) : html')}\n}`,
      ],
    ],
    REASON,
  ),
];

/**
 * A page that embeds Backchannel may require Trusted Types. Lit has a policy for them; emoji-picker-element (1.29) has none, and gets one here for
 * its constant text.
 */
export const trustedTemplates = () =>
  patchedModule(
    PICKER,
    [
      [
        PICKER_FUNCTION,
        PICKER_POLICY + PICKER_FUNCTION.replace('= htmlString', '= templatePolicy ? templatePolicy.createHTML(htmlString) : htmlString'),
      ],
    ],
    REASON,
  );
