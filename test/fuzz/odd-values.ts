import fc from 'fast-check';

/** Names of properties that every JavaScript object inherits. A sender may use them like any others. */
const INHERITED = [
  'constructor',
  '__proto__',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'prototype',
  'then',
  '__defineGetter__',
  'toJSON',
  'isPrototypeOf',
];

const ELEMENTS = [
  ...[
    'message',
    'presence',
    'iq',
    'body',
    'thread',
    'propose',
    'proceed',
    'reject',
    'finish',
    'description',
    'consultation',
    'field',
    'contact',
    'delay',
    'received',
    'sent',
  ],
  ...['forwarded', 'result', 'error', 'query', 'item', 'c', 'show', 'status', 'priority', 'x', 'a:b', 'é', '_'],
];
const ATTRIBUTES = [
  'id',
  'from',
  'to',
  'type',
  'xmlns',
  'xml:lang',
  'stamp',
  'by',
  'version',
  'key',
  'name',
  'media',
  'ver',
  'hash',
  'node',
  'queryid',
  'h',
  'jid',
  'subscription',
  'xmlns:a',
  'a:id',
];

const TEXTS = [
  ...['', ' ', '\n', '0', '1', '-1', 'NaN', 'Infinity', '1e999', '4294967296', '99999999999999999999', 'true', 'null', 'undefined'],
  ...['1850-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-13-45T99:99:99Z', '+275760-09-13T00:00:00.001Z', '2026-11-23'],
  ...['@', 'a@', '@b', 'a@b@c', '/', 'a@b/', 'a@b/c/d', 'anna@support.example', 'ANNA@SUPPORT.EXAMPLE', 'support.example'],
  ...[
    '\u202e\u2066\u200f',
    '\u00ad\u200b\u3164',
    '\u{1f469}\u200d\u{1f4bb}',
    'e\u0301',
    '\ufeff',
    '\u{e0041}',
    '\uffff',
    '\ud800',
    '\0',
    '\u0007',
    '\u0085\u2028',
  ],
  ...[
    '&amp;',
    '&lt;script&gt;',
    '&#0;',
    '&#x110000;',
    '&#xd800;',
    '&unknown;',
    '&',
    '<',
    '>',
    ']]>',
    "'",
    '"',
    '{{x}}',
    '${x}',
    '../..',
    'javascript:alert(1)',
  ],
  ...['4111 1111 1111 1111', '%00', 'busy', 'chat', 'error', 'groupchat', 'get', 'set', 'result', 'remove', 'both', 'audio', 'video'],
];

const NAMESPACES = [
  ...[
    '',
    'jabber:client',
    'jabber:server',
    'urn:xmpp:jingle-message:0',
    'urn:backchannel:im:0',
    'urn:backchannel:consultation:0',
    'urn:backchannel:call:0',
  ],
  ...[
    'urn:xmpp:carbons:2',
    'urn:xmpp:forward:0',
    'urn:xmpp:mam:2',
    'urn:xmpp:delay',
    'urn:xmpp:sm:3',
    'urn:ietf:params:xml:ns:xmpp-sasl',
    'http://etherx.jabber.org/streams',
  ],
  ...[
    'urn:xmpp:receipts',
    'urn:xmpp:sid:0',
    'jabber:iq:roster',
    'http://www.w3.org/XML/1998/namespace',
    'http://www.w3.org/1999/xhtml',
    'nonsense',
  ],
];

/** Markup that isn't allowed in a stanza, or that ends it too early. */
const MARKUPS = [
  ...[
    '<!-- x -->',
    '<![CDATA[<body/>]]>',
    '<![CDATA[',
    '<?xml version="1.0"?>',
    '<?x y?>',
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>',
    '&a;',
    '<',
    '>',
    '</message>',
    '</',
    '<x',
    '<x y',
    '<x y=',
    '<x y="',
  ],
  ...[
    '<message xmlns="jabber:client"/>',
    '<presence xmlns="jabber:client"/>',
    '<r xmlns="urn:xmpp:sm:3"/>',
    '\u0000',
    '\ufeff',
    '\ud83d',
    '</stream:stream>',
    '<stream:stream>',
  ],
];

const long = fc
  .record({ text: fc.constantFrom('x', '<', '&amp;', '\u{1f600}', 'é ', '-'), times: fc.constantFrom(201, 1_025, 10_001, 70_000) })
  .map(({ text, times }) => text.repeat(times));

const seldom = <T>(often: fc.Arbitrary<T>, arbitrary: fc.Arbitrary<T>, weight = 60) =>
  fc.oneof({ weight, arbitrary: often }, { weight: 1, arbitrary });

export const oddText = seldom(fc.constantFrom(...TEXTS, ...INHERITED), fc.oneof(long, fc.string({ unit: 'binary', maxLength: 12 })));
export const oddName = fc.constantFrom(...ELEMENTS, ...INHERITED);
export const oddAttribute = fc.constantFrom(...ATTRIBUTES, ...INHERITED);
export const oddNamespace = fc.constantFrom(...NAMESPACES, ...INHERITED);
export const oddMarkup = fc.constantFrom(...MARKUPS);

/** Mostly one of the right values, and sometimes anything. */
export const mostly = <T>(...right: readonly T[]): fc.Arbitrary<T | string> =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...right) }, { weight: 1, arbitrary: oddText });
