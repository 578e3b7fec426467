import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Registry } from 'stanza/jxt/index.js';
import protocol from 'stanza/protocol/index.js';
import { readFrame } from '../../src/background/xmpp/frame-reader.ts';

const registry = new Registry();
registry.define('default' in protocol ? (protocol.default as typeof protocol) : protocol);
/** An element whose importer throws, as one may that gets an unexpected value. */
registry.define({
  element: 'throwing',
  namespace: 'urn:throwing',
  path: 'message.throwing',
  fields: { value: { importer: () => JSON.parse('{') as unknown, exporter: () => undefined } },
});

const read = (data: unknown) => readFrame(data, registry, ['en']);
const problemOf = (data: unknown) => {
  const frame = read(data);
  return 'problem' in frame ? [frame.problem, frame.isStanza] : frame.kind;
};
const message = (inner: string, attributes = '') => `<message xmlns="jabber:client" from="bob@localhost/x"${attributes}>${inner}</message>`;

describe('A frame', () => {
  it('is a stanza, or an element of the stream', () => {
    const kinds: Record<string, string> = {
      [message('<body>Hi</body>')]: 'message',
      '<presence xmlns="jabber:client"/>': 'presence',
      '<iq xmlns="jabber:client" type="get" id="1"><ping xmlns="urn:xmpp:ping"/></iq>': 'iq',
      '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" version="1.0"/>': 'stream',
      '<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>': 'stream',
      '<stream:features xmlns:stream="http://etherx.jabber.org/streams"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></stream:features>':
        'features',
      '<stream:error xmlns:stream="http://etherx.jabber.org/streams"><conflict xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>':
        'streamError',
      '<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>': 'sasl',
      '<enabled xmlns="urn:xmpp:sm:3" id="1" resume="1"/>': 'sm',
      '<r xmlns="urn:xmpp:sm:3"/>': 'sm',
    };
    for (const [xml, kind] of Object.entries(kinds)) assert.equal(problemOf(xml), kind, xml);
  });

  it('that names an inherited property is read like any other', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      const frame = read(
        message(
          `<${name} xmlns="${name}" ${name}="1"/><body xml:lang="${name}">Hi</body><thread>${name}</thread>`,
          ` ${name}="1" id="${name}"`,
        ),
      );
      assert.ok('stanza' in frame, name);
      assert.equal(frame.stanza.body, 'Hi');
      assert.equal(frame.stanza.id, name);
    }
  });

  it("that can't be read has no effect on the next one", () => {
    for (const broken of [
      message('<body>').slice(0, -10),
      message('<a>'.repeat(2_000)),
      '</message>',
      '<message',
      message('<body>&#0;</body>'),
      message('<x a="&#0;"/>'),
    ]) {
      assert.ok('problem' in read(broken));
      const next = read(message('<body>the next</body>'));
      assert.ok('stanza' in next);
      assert.equal(next.stanza.body, 'the next');
    }
  });

  it("counts as a stanza if its beginning says that it is one, even if the rest can't be read", () => {
    assert.deepEqual(problemOf(message('<a>'.repeat(60) + '</a>'.repeat(60))), ['too-deep', true]);
    assert.deepEqual(problemOf(message('', Array.from({ length: 100 }, (_, n) => ` a${n}="1"`).join(''))), ['too-many-attributes', true]);
    assert.deepEqual(problemOf(message('<a/>'.repeat(2_000))), ['too-many-children', true]);
    assert.deepEqual(problemOf(message('x'.repeat(5_000_000))), ['too-long', true]);
    assert.deepEqual(problemOf(`${message('')}${message('')}`), ['several-roots', true]);
    assert.deepEqual(problemOf(message('<!-- -->')), ['forbidden-markup', true]);
    assert.deepEqual(problemOf(message('<throwing xmlns="urn:throwing"/>')), ['untranslatable', true]);
    assert.deepEqual(problemOf('<presence xmlns="jabber:client" type="disconnected"/>'), ['unknown-type', true]);
    assert.deepEqual(problemOf('<iq xmlns="jabber:client" type="constructor" id="1"/>'), ['unknown-type', true]);
    assert.deepEqual(problemOf('<iq xmlns="jabber:client" id="1"/>'), ['unknown-type', true]);
    assert.deepEqual(problemOf('<message'), ['malformed', true]);
    assert.deepEqual(problemOf('<message '), ['malformed', true]);
    assert.deepEqual(problemOf('<presence/>'), ['unknown-root', true]);
    assert.deepEqual(problemOf('<messages xmlns="jabber:client"/>'), ['unknown-root', false]);
    assert.deepEqual(problemOf('<enabled xmlns="urn:xmpp:sm:2"/>'), ['unknown-root', false]);
    assert.deepEqual(problemOf('<forwarded xmlns="urn:xmpp:forward:0"/>'), ['unknown-root', false]);
    assert.deepEqual(problemOf('<error xmlns="jabber:client"/>'), ['unknown-root', false]);
    for (const data of [new ArrayBuffer(8), null, 1]) assert.deepEqual(problemOf(data), ['not-text', false]);
  });

  it('with a server’s answer may have as many items as a large roster', () => {
    const items = '<item jid="someone@localhost" subscription="both"/>'.repeat(20_000);
    assert.equal(problemOf(`<iq xmlns="jabber:client" type="result" id="1"><query xmlns="jabber:iq:roster">${items}</query></iq>`), 'iq');
  });
});
