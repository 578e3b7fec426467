import fc from 'fast-check';
import { UNREADABLE_MARK } from './marks.ts';

const MESSAGE_START = '<message xmlns="jabber:client" type="chat" from="%BEN%" to="%ANNA%"';
const BODY = `<thread>%SESSION%</thread><body>${UNREADABLE_MARK}</body>`;
const nested = (depth: number, name: string) => `<${name}>`.repeat(depth) + `</${name}>`.repeat(depth);

/** What makes a message unreadable, wherever it is put into one. */
const within = fc.oneof(
  // Exceeds the limits of depth, children or attributes, by a little or by much.
  fc
    .record({ depth: fc.constantFrom(48, 49, 60, 700), name: fc.constantFrom('x', 'body', 'forwarded') })
    .map(({ depth, name }) => nested(depth, name)),
  fc
    .record({ count: fc.constantFrom(1_000, 1_300), child: fc.constantFrom('<x/>', '<a/>b') })
    .map(({ count, child }) => child.repeat(count)),
  fc.constantFrom(65, 90, 2_000).map((count) => `<x${Array.from({ length: count }, (_, index) => ` a${index}=""`).join('')}/>`),
  // Isn't well-formed, or isn't allowed in XMPP (RFC 6120, 11.1).
  fc.constantFrom(
    ...[
      '<!-- x -->',
      '<?x y?>',
      '<!DOCTYPE x>',
      '&nbsp;',
      '&',
      '&#0;',
      '&#xd800;',
      '\u0001',
      '\ud800',
      '\uffff',
      ']]>',
      '<x y=1/>',
      '<x y/>',
      '<x y="<"/>',
      '<x y="1" y="2"/>',
      '<x><y></x></y>',
      '<x>',
      '</x>',
    ],
    ...[
      '<a:x/>',
      '<x a:b=""/>',
      '<x xmlns:a=""/>',
      '<x xmlns:xmlns="urn:x"/>',
      '<x xmlns:a="urn:x" xmlns:b="urn:x" a:y="" b:y=""/>',
      '<1/>',
      '< x/>',
      '<![CDATA[',
      '<x constructor="1" constructor="2"/>',
    ],
  ),
);

/** A message of Ben's that would be shown, if not for a part of it that makes it unreadable. */
export const unreadable: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ what: within, isFirst: fc.boolean(), id: fc.nat(9_999) })
      .map(({ what, isFirst, id }) => `${MESSAGE_START} id="u${id}">${isFirst ? what + BODY : BODY + what}</message>`),
  },
  // The part is after the message, or in its start tag.
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('<x/>', 'x', '<message xmlns="jabber:client"/>', '<!-- x -->', '</message>', '&amp;', '<')
      .map((what) => `${MESSAGE_START} id="u1">${BODY}</message>${what}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(' id="u2"', ' a:b=""', ' x', ' type="chat"')
      .map((what) => `${MESSAGE_START} id="u1"${what}>${BODY}</message>`),
  },
  { weight: 1, arbitrary: fc.nat(BODY.length).map((cut) => `${MESSAGE_START} id="u1">${BODY}</message>`.slice(0, -1 - cut)) },
);
