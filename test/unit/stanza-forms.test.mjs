import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import forms from '../../build/stanza-forms.js';

const require = createRequire(import.meta.url);
const { parse, Registry } = require('stanza/jxt');
/** StanzaJS's own, which they replace. */
const { default: stanzaForms } = require('stanza/protocol/xep0004');

function registryOf(definitions) {
  const registry = new Registry();
  registry.define(definitions);
  return registry;
}
const [own, original] = [registryOf(forms), registryOf(stanzaForms)];

test('a form that is sent is written as StanzaJS writes it', () => {
  const form = {
    type: 'submit',
    fields: [
      { name: 'FORM_TYPE', type: 'hidden', value: 'urn:xmpp:mam:2' },
      { name: 'start', value: '2026-01-01T00:00:00Z' },
      { name: 'ids', value: ['a', 'b & c'] },
    ],
  };
  assert.equal(own.export('dataform', form).toString(), original.export('dataform', form).toString());
});

test('of a form that comes in, each field’s name and values are read as StanzaJS reads them', () => {
  const xml = parse(
    '<x xmlns="jabber:x:data" type="result"><title>Server</title><field var="FORM_TYPE" type="hidden"><value>urn:xmpp:dataforms:softwareinfo</value></field>' +
      '<field var="ip_version" type="text-multi" label="IP"><value>ipv4</value><value>ipv6</value><desc>x</desc></field><field var="none"/></x>',
  );
  const told = ({ type, fields }) => ({ type, fields: fields.map(({ name, rawValues, type: kind }) => ({ name, rawValues, kind })) });
  assert.deepEqual(told(own.import(xml)), told(original.import(xml)));
});
