import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'stanza/jxt/index.js';
import { readXml, XmlError } from '../../src/background/xmpp/xml-reader.ts';

const BOUNDS = { length: 10_000, depth: 5, attributes: 4, children: 6 };

const problemOf = (xml: string): string | undefined => {
  try {
    readXml(xml, BOUNDS);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof XmlError, `${xml}: ${String(error)}`);
    return error.problem;
  }
};

describe('An XML document', () => {
  it('is read as it is written', () => {
    const root = readXml(
      `<?xml version='1.0'?>\n<a xmlns="urn:a" x:b='"1"\t2' xmlns:x="urn:x">one &lt;&#x1F98A;&#00065;<![CDATA[<b>]]>\r\n<x:c/><d >&amp;</d\n></a>`,
      BOUNDS,
    );
    assert.equal(root.getNamespace(), 'urn:a');
    assert.equal(root.getAttribute('b', 'urn:x'), '"1" 2');
    assert.equal(root.getText(), 'one <🦊A<b>\n');
    assert.equal(root.getChild('c', 'urn:x')?.getName(), 'c');
    assert.equal(root.getChild('d', 'urn:a')?.getText(), '&');
  });

  it('may set an element and its content into no namespace', () => {
    const root = readXml('<a xmlns="urn:a"><b xmlns=""><c/><d xmlns="urn:d"/></b></a>', BOUNDS);
    assert.equal(root.getChild('b', 'urn:a'), undefined);
    const [child] = root.getChildren('b');
    assert.equal(child?.getNamespace(), '');
    assert.deepEqual(
      child?.getChildren('c').map((one) => one.getNamespace()),
      [''],
    );
    assert.equal(child?.getChild('d', 'urn:d')?.getName(), 'd');
  });

  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf', 'prototype', 'xmlns:constructor']) {
    it(`has an attribute, an element and a prefix ${name} like any other`, () => {
      const prefix = name.replace('xmlns:', '');
      const root = readXml(`<a ${name}="1"><${prefix}/><${prefix}:b xmlns:${prefix}="urn:b"/></a>`, BOUNDS);
      assert.equal(root.getAttribute(name), '1');
      assert.equal(root.getChildren(prefix).length, 1);
      assert.equal(root.getChild('b', 'urn:b')?.getName(), 'b');
    });
  }

  it('is refused unless it is well-formed', () => {
    const malformed = [
      ...[
        '',
        ' ',
        'text',
        '<a',
        '<a>',
        '</a>',
        '<a></b>',
        '<a><b></a></b>',
        '<a/>text',
        'text<a/>',
        '<a b/>',
        '<a b=1/>',
        '<a b="<"/>',
        '<a b="1"c="2"/>',
        '< a/>',
        '<a/ >',
        '<1/>',
        '<a:b:c/>',
        '<:a/>',
        '<a:/>',
      ],
      ...[
        '<a b="1" b="2"/>',
        '<a constructor="1" constructor="2"/>',
        '<a __proto__="1" __proto__="2"/>',
        '<a x:b="1" y:b="2" xmlns:x="urn:x" xmlns:y="urn:x"/>',
      ],
      ...[
        '<x:a/>',
        '<a x:b="1"/>',
        '<constructor:a/>',
        '<a xmlns:x=""/>',
        '<a xmlns:xmlns="urn:x"/>',
        '<a xmlns:xml="urn:x"/>',
        '<a xmlns:x="http://www.w3.org/XML/1998/namespace"/>',
        '<a xmlns="http://www.w3.org/2000/xmlns/"/>',
      ],
      ...[
        '<a>&</a>',
        '<a>&nbsp;</a>',
        '<a>&constructor;</a>',
        '<a>&#0;</a>',
        '<a>&#xD800;</a>',
        '<a>&#x110000;</a>',
        '<a>&#99999999;</a>',
        '<a>&#;</a>',
        '<a b="&#8;"/>',
        '<a>]]></a>',
        '<a>\u0000</a>',
        '<a b="\uFFFF"/>',
        '<a>\uD800</a>',
      ],
      ...['<a><![CDATA[</a>', '<![CDATA[a]]>', '<a/><![CDATA[a]]>'],
    ];
    for (const xml of malformed) assert.ok(['malformed', 'forbidden-markup'].includes(problemOf(xml) ?? ''), `${xml}: ${problemOf(xml)}`);
  });

  it('has no comment, processing instruction or document type (RFC 6120 11.1)', () => {
    for (const xml of [
      '<a><!-- b --></a>',
      '<!-- b --><a/>',
      '<a><?b c?></a>',
      '<?xml-stylesheet href="b"?><a/>',
      '<!DOCTYPE a><a/>',
      '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      ' <?xml version="1.0"?><a/>',
    ])
      assert.equal(problemOf(xml), 'forbidden-markup', xml);
  });

  it('is a single element', () => {
    for (const xml of ['<a/><b/>', '<a></a><b></b>', '<a/> <b>']) assert.equal(problemOf(xml), 'several-roots', xml);
  });

  it('is refused beyond its bounds', () => {
    const nested = (depth: number, inside = '') => '<a>'.repeat(depth) + inside + '</a>'.repeat(depth);
    assert.equal(problemOf(nested(5)), undefined);
    assert.equal(problemOf(nested(6)), 'too-deep');
    assert.equal(problemOf(nested(5, '<b/>')), 'too-deep');
    assert.equal(problemOf(`<a${[1, 2, 3, 4].map((n) => ` b${n}=""`).join('')}/>`), undefined);
    assert.equal(problemOf(`<a${[1, 2, 3, 4, 5].map((n) => ` b${n}=""`).join('')}/>`), 'too-many-attributes');
    assert.equal(problemOf(`<a>${'<b/>'.repeat(6)}</a>`), undefined);
    assert.equal(problemOf(`<a>${'<b/>'.repeat(7)}</a>`), 'too-many-children');
    assert.equal(problemOf(`<a>${'x'.repeat(10_000)}</a>`), 'too-long');
  });

  it('takes time only in proportion to its length', () => {
    const bounds = { length: 1e7, depth: 1e6, attributes: 1e6, children: 1e6 };
    // If each place looked at everything before it, these would take a minute each.
    for (const xml of [
      `<a ${' '.repeat(50_000)}<`,
      `<a b="${'&amp'.repeat(50_000)}"/>`,
      `<${'a'.repeat(50_000)}`,
      `<a>${'&#'.repeat(50_000)}</a>`,
      '<a>'.repeat(50_000),
      `<a>${'<![CDATA['.repeat(50_000)}`,
    ])
      assert.throws(() => readXml(xml, bounds), XmlError);
  });
});

describe('StanzaJS’s own parser, whose faults are the reason for ours', () => {
  it('takes an inherited name for a duplicate attribute', () => assert.throws(() => parse('<a constructor="1"/>')));
  it('has no limit of depth', () => assert.ok(parse('<a>'.repeat(5_000) + '</a>'.repeat(5_000))));
});
