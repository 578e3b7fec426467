/*
 * Replaces StanzaJS's data forms (XEP-0004) by what is asked with, and what entity capabilities are checked by: fields of a name and its values (see
 * stanza-slim.mjs).
 */
import { attribute, multipleChildText } from 'stanza/jxt/index.js';

const NS_FORM = 'jabber:x:data';
const texts = multipleChildText(null, 'value');

/** @type {import('stanza/jxt/index.js').DefinitionOptions[]} */
export default [
  { element: 'x', namespace: NS_FORM, path: 'dataform', fields: { type: attribute('type') } },
  {
    element: 'field',
    namespace: NS_FORM,
    path: 'dataformField',
    aliases: [{ path: 'dataform.fields', multiple: true }],
    fields: {
      name: attribute('var'),
      type: attribute('type'),
      rawValues: { importer: texts.importer, exporter: () => null },
      value: {
        importer: () => undefined,
        exporter: (xml, value, context) => texts.exporter(xml, [value].flat().map(String), { ...context, namespace: NS_FORM }),
      },
    },
  },
];
