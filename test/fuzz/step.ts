import fc from 'fast-check';
import { mostly, oddText } from './odd-values.ts';
import { mutateText, mutateTree, textMutations, treeMutations } from './mutation.ts';
import { iq, message, presence, proposedCall, stamp } from './payload.ts';
import { marked, type Sender, sender } from './sender.ts';
import { unreadable } from './unreadable.ts';
import { element, readTree, type StanzaTree, withAttribute, writeTree } from './stanza-tree.ts';

/** What the agent may do between stanzas, to the n-th session or call. */
export const AGENT_ACTS = [
  'accept',
  'reject',
  'display',
  'dismissNotification',
  'endSession',
  'markDone',
  'send',
  'setTyping',
  'acceptCall',
  'rejectCall',
  'endCall',
] as const;

/** One event at a session host. It is plain data, so that a failure can be stored as JSON. */
export type Step =
  /** A frame arrives, unchanged. */
  | { readonly do: 'frame'; readonly frame: string }
  /** A message is put into the archive, where the next new stream reads it. */
  | { readonly do: 'archive'; readonly message: string }
  /** A frame arrives while the host reads its archive. */
  | { readonly do: 'while-reading'; readonly frame: string }
  /** `cut`: the connection breaks, and the stream is resumed. `renew`: a new stream begins, and reads the archive. */
  | { readonly do: 'cut' | 'renew' }
  /** The server ends the stream with this frame, and closes it. */
  | { readonly do: 'over'; readonly frame: string }
  | { readonly do: 'agent'; readonly act: (typeof AGENT_ACTS)[number]; readonly nth: number };

/** Replaces the addresses and the session of a vector, which is about alice and bob. */
function asHere(xml: string): string {
  return xml
    .replaceAll('alice@localhost', 'ben@support.example')
    .replaceAll('bob@localhost', 'anna@support.example')
    .replaceAll('localhost', 'support.example')
    .replaceAll('5f0c2a8e-9a51-4c7e-8f0e-1d2b3c4d5e6f', '%SESSION%');
}

/** Sets the stanza's sender and receiver. */
function sentBy(tree: StanzaTree, { from }: Sender, to: string | undefined): StanzaTree {
  return withAttribute(withAttribute(tree, 'to', to), 'from', from === undefined ? undefined : escaped(from));
}

function escaped(text: string): string {
  return text.replace(/[&<"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

const to = mostly('%ANNA%', '%ANNA%', 'anna@support.example').map((address) => (address === '' ? undefined : escaped(address)));

interface Forwarding {
  readonly by: Sender;
  readonly as: 'sent' | 'received' | 'result';
  readonly queryId: string;
  readonly stamp: string | undefined;
}

function forwarded(inner: StanzaTree, { as, queryId, stamp: at }: Forwarding): StanzaTree {
  const delay = at === undefined ? undefined : element('delay', { xmlns: 'urn:xmpp:delay', stamp: escaped(at) });
  const forward = element('forwarded', { xmlns: 'urn:xmpp:forward:0' }, delay, inner);
  const wrapped =
    as === 'result'
      ? element('result', { xmlns: 'urn:xmpp:mam:2', queryid: escaped(queryId), id: 'x1' }, forward)
      : element(as, { xmlns: 'urn:xmpp:carbons:2' }, forward);
  return element('message', { xmlns: 'jabber:client' }, wrapped);
}

/** `%QUERY%` is the id of the archive query that is open, if there is one. */
const forwarding: fc.Arbitrary<Forwarding> = fc.record({
  by: sender,
  as: fc.constantFrom('sent', 'received', 'result'),
  queryId: mostly('%QUERY%'),
  stamp: fc.option(stamp, { nil: undefined, freq: 4 }),
});

const nonza = fc.oneof(
  fc
    .record({
      name: fc.constantFrom('r', 'a', 'enabled', 'resumed', 'failed'),
      h: mostly('0', '1', '4294967295', '-1'),
      id: fc.option(oddText, { nil: undefined }),
    })
    .map(({ name, h, id }) =>
      writeTree(
        element(name, {
          xmlns: 'urn:xmpp:sm:3',
          h: name === 'r' ? undefined : escaped(h),
          previd: id === undefined || name === 'r' ? undefined : escaped(id),
        }),
      ),
    ),
  fc.constantFrom(
    '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="evil.example" version="1.0"/>',
    '<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>',
    '<challenge xmlns="urn:ietf:params:xml:ns:xmpp-sasl">cj14</challenge>',
    '<failure xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><account-disabled/></failure>',
    '<features xmlns="http://etherx.jabber.org/streams"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/><sm xmlns="urn:xmpp:sm:3"/><mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>PLAIN</mechanism></mechanisms></features>',
    '<constructor/>',
    '<x xmlns="__proto__"/>',
    '',
    ' ',
    '\0',
    '{}',
    '[]',
    'null',
  ),
);

const ends = fc.constantFrom(
  '<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>',
  '<error xmlns="http://etherx.jabber.org/streams"><system-shutdown xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></error>',
  '<error xmlns="http://etherx.jabber.org/streams"><constructor xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></error>',
  '<error xmlns="http://etherx.jabber.org/streams"/>',
);

/** @param vectors the stanzas, as XML, that others are derived from */
export function stepOf(vectors: readonly string[]): fc.Arbitrary<Step> {
  const grown = fc.constantFrom(...vectors.map((xml) => readTree(asHere(xml))));
  const base = fc.oneof(
    { weight: 3, arbitrary: grown },
    { weight: 3, arbitrary: message },
    { weight: 2, arbitrary: presence },
    { weight: 2, arbitrary: iq },
  );
  const stanza = fc
    .record({ base, tree: treeMutations, text: textMutations, sender, to })
    .map(({ base: from, tree, text, sender: who, to: address }) => {
      // The sender is set last, so that no mutation changes whom a stanza is from.
      const sent = sentBy(marked(tree.reduce(mutateTree, from), who), who, address);
      return text.reduce(mutateText, writeTree(sent));
    });
  const forward = fc
    .record({ base: fc.oneof(grown, message), tree: treeMutations, text: textMutations, sender, to, forwarding })
    .map(({ base: from, tree, text, sender: who, to: address, forwarding: how }) => {
      const inner = sentBy(marked(tree.reduce(mutateTree, from), who), who, address);
      const outer = sentBy(marked(forwarded(inner, how), how.by), how.by, '%ANNA%');
      return text.reduce(mutateText, writeTree(outer));
    });
  const ring = fc
    .record({ base: proposedCall, sender })
    .map(({ base: from, sender: who }) => writeTree(sentBy(marked(from, who), who, '%ANNA%')));
  const frame = fc.oneof(
    { weight: 8, arbitrary: stanza },
    { weight: 3, arbitrary: forward },
    { weight: 2, arbitrary: nonza },
    { weight: 1, arbitrary: unreadable },
    { weight: 1, arbitrary: ring },
  );
  // The archive holds only well-formed elements, so that their text isn't mutated. The server itself forwards what is archived.
  const archived = fc
    .record({ base: fc.oneof(grown, message), tree: treeMutations, sender, to })
    .map(({ base: from, tree, sender: who, to: address }) => writeTree(sentBy(marked(tree.reduce(mutateTree, from), who), who, address)));
  return fc.oneof(
    { weight: 60, arbitrary: frame.map((text): Step => ({ do: 'frame', frame: text })) },
    { weight: 8, arbitrary: archived.map((text): Step => ({ do: 'archive', message: text })) },
    { weight: 3, arbitrary: forward.map((text): Step => ({ do: 'while-reading', frame: text })) },
    { weight: 10, arbitrary: fc.record({ do: fc.constant('agent' as const), act: fc.constantFrom(...AGENT_ACTS), nth: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'cut' }, { do: 'renew' }, { do: 'renew' }) },
    {
      weight: 1,
      arbitrary: fc
        .oneof({ weight: 1, arbitrary: ends }, { weight: 9, arbitrary: fc.constant('') })
        .map((text): Step => (text === '' ? { do: 'cut' } : { do: 'over', frame: text })),
    },
  );
}

/** The steps between two checks of the host. */
export function runOf(vectors: readonly string[]): fc.Arbitrary<readonly Step[]> {
  return fc.array(stepOf(vectors), { minLength: 1, maxLength: 6 });
}
