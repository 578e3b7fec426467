import { patchedModule } from './patched-module.mjs';

/** @param {string} html the expression that holds it */
const parsed = (html) => 'new DOMParser().parseFromString(`<template>${' + html + "}</template>`, 'text/html').querySelector('template')";

/**
 * Mozilla's linter warns of every assignment to `innerHTML`. Two of our packages make one each, to parse a template: constant text
 * of the program, with nothing of a message or a name in it. They get the same template from a parser here: `DOMParser` makes
 * a document that runs and loads nothing, and the template's content is parsed as by `innerHTML`. For the extension only: a
 * page that embeds us may demand Trusted Types, which Lit satisfies in its own way.
 */
export const staticTemplates = () => [
  patchedModule(
    '/lit-html/lit-html.js',
    [['static createElement(t,i){const s=l.createElement("template");return s.innerHTML=t,s}', `static createElement(t,i){return ${parsed('t')}}`]],
    'Lit parses its templates in another way; see build/static-templates.mjs.',
  ),
  patchedModule(
    '/emoji-picker-element/picker.js',
    [["  const template = document.createElement('template');\n  template.innerHTML = htmlString;\n  return template\n", `  return ${parsed('htmlString')}\n`]],
    'it parses its templates in another way; see build/static-templates.mjs.',
  ),
];
