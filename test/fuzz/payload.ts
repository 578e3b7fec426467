import fc from 'fast-check';
import { mostly, oddText } from './odd-values.ts';
import { element, type StanzaTree } from './stanza-tree.ts';

/*
 * A grammar of the payloads of messages, presences and IQs. They are mostly as the protocols define them, in any combination, and now and then have a
 * value that the protocols don't know.
 */

type Payload = fc.Arbitrary<StanzaTree>;

/** `%SESSION%` is the session that goes on with the peer, `%CALL%` is the call that rings or goes on. */
export const id = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('%SESSION%', '%CALL%', 'j1', 'j2', 'j3', 'j4', 'c1', 'c2') },
  { weight: 1, arbitrary: fc.nat(99_999).map((number) => `f${number}`) },
  { weight: 1, arbitrary: oddText },
);
const text = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom('Hello', 'Is it a duplicate?', 'Looking.', '4111 1111 1111 1111', 'https://example.com/?a=1&amp;b=2'),
  },
  { weight: 1, arbitrary: oddText },
);
export const stamp = mostly('2026-11-23T14:02:00Z', '2026-11-28T13:00:00.123Z', '1850-01-01T00:00:00Z', '9999-12-31T23:59:59Z');
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 4 });

const consultation: Payload = fc
  .record({
    attributes: fc.record({
      interaction: mostly('crm-1', 'crm-2'),
      media: mostly('voice', 'email', 'chat'),
      version: mostly('1', '2', '7'),
      closed: maybe(mostly('1', 'true', 'false')),
      omitted: maybe(mostly('3')),
    }),
    contact: maybe(fc.record({ name: text, id: mostly('c1001') })),
    fields: fc.array(
      fc.record({
        key: text,
        type: mostly('text', 'date', 'money', 'link'),
        masked: maybe(mostly('1')),
        cut: maybe(mostly('1')),
        value: text,
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ attributes, contact, fields }) =>
    element(
      'consultation',
      { xmlns: 'urn:backchannel:consultation:0', ...attributes },
      contact && element('contact', contact),
      ...fields.map(({ value, ...rest }) => element('field', rest, value)),
    ),
  );

const reason = fc
  .record({
    condition: mostly('success', 'cancel', 'timeout', 'alternative-session', 'connectivity-error', 'decline', 'busy'),
    said: maybe(text),
  })
  .map(({ condition, said }) =>
    element(
      'reason',
      { xmlns: 'urn:xmpp:jingle:1' },
      /^[a-z-]+$/.test(condition) ? element(condition) : condition,
      said === undefined ? undefined : element('text', {}, said),
    ),
  );

const imDescription = fc
  .record({
    body: maybe(text),
    bodyId: maybe(id),
    about: maybe(consultation),
    group: maybe(fc.record({ kind: mostly('group', 'skill'), id: mostly('Support'), name: text, as: maybe(mostly('pending', 'call')) })),
  })
  .map(({ body, bodyId, about, group }) =>
    element(
      'description',
      { xmlns: 'urn:backchannel:im:0' },
      body === undefined ? undefined : element('body', { id: bodyId }, body),
      about,
      group && element('group', group),
    ),
  );
const answered = fc
  .record({ by: mostly('cleo@localhost', 'anna@localhost') })
  .map((attributes) => element('answered', { xmlns: 'urn:backchannel:im:0', ...attributes }));
const callDescription = mostly('audio', 'video').map((media) => element('description', { xmlns: 'urn:xmpp:jingle:apps:rtp:1', media }));
const caller = fc
  .record({
    name: maybe(text),
    number: maybe(text),
    topic: maybe(text),
    page: maybe(mostly('https://shop.example/help')),
    group: maybe(mostly('Support', 'Billing')),
  })
  .map((attributes) => element('contact', { xmlns: 'urn:backchannel:call:0', ...attributes }));

const invitation: Payload = fc
  .record({
    type: fc.constantFrom('propose', 'propose', 'propose', 'ringing', 'proceed', 'accept', 'reject', 'retract', 'finish'),
    id,
    im: maybe(imDescription),
    call: maybe(callDescription),
    contact: maybe(caller),
    why: maybe(reason),
    isTie: fc.boolean(),
    by: maybe(answered),
  })
  .map(({ type, im, call, contact, why, isTie, by, ...rest }) =>
    element(
      type,
      { xmlns: 'urn:xmpp:jingle-message:0', id: rest.id },
      ...(type === 'propose' ? [im, call, contact] : [why, isTie && type === 'reject' ? element('tie-break') : undefined, by]),
    ),
  );

const chatState: Payload = fc
  .constantFrom('active', 'composing', 'paused', 'inactive', 'gone')
  .map((name) => element(name, { xmlns: 'http://jabber.org/protocol/chatstates' }));
const receipt: Payload = fc
  .record({ name: fc.constantFrom('received', 'request'), about: id })
  .map(({ name, about }) => element(name, { xmlns: 'urn:xmpp:receipts', ...(name === 'received' ? { id: about } : {}) }));
const marker: Payload = fc
  .record({ name: fc.constantFrom('displayed', 'received', 'acknowledged', 'markable'), about: id })
  .map(({ name, about }) => element(name, { xmlns: 'urn:xmpp:chat-markers:0', id: about }));
const delay: Payload = fc
  .record({ stamp: maybe(stamp), from: maybe(mostly('support.example')) })
  .map((attributes) => element('delay', { xmlns: 'urn:xmpp:delay', ...attributes }));
const ids: Payload = fc
  .record({ name: fc.constantFrom('origin-id', 'stanza-id'), id, by: maybe(mostly('anna@support.example', 'ben@support.example')) })
  .map(({ name, ...attributes }) => element(name, { xmlns: 'urn:xmpp:sid:0', ...attributes }));
const error: Payload = mostly('service-unavailable', 'forbidden', 'item-not-found', 'policy-violation', 'gone').map((condition) =>
  element(
    'error',
    { type: 'cancel' },
    /^[a-z-]+$/.test(condition) ? element(condition, { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' }) : condition,
  ),
);
const others: Payload = fc.constantFrom(
  element('store', { xmlns: 'urn:xmpp:hints' }),
  element('order', { xmlns: 'urn:backchannel:im:0', device: 'desk', number: '7' }),
  element('order', { xmlns: 'urn:backchannel:im:0', device: 'desk', number: '3' }),
  element('order', { xmlns: 'urn:backchannel:im:0', device: '', number: '-1e9' }),
  element('replace', { xmlns: 'urn:xmpp:message-correct:0', id: 'j1' }),
  element(
    'html',
    { xmlns: 'http://jabber.org/protocol/xhtml-im' },
    element('body', { xmlns: 'http://www.w3.org/1999/xhtml' }, element('script', {}, 'alert(1)')),
  ),
  element('x', { xmlns: 'jabber:x:data', type: 'form' }, element('field', { var: '__proto__', type: 'hidden' }, element('value', {}, 'x'))),
  element('event', { xmlns: 'http://jabber.org/protocol/pubsub#event' }, element('items', { node: 'urn:xmpp:vcard4' })),
);

const messagePayload: Payload = fc.oneof(
  { weight: 5, arbitrary: invitation },
  {
    weight: 4,
    arbitrary: fc.record({ text, lang: maybe(mostly('de')) }).map(({ text: body, lang }) => element('body', { 'xml:lang': lang }, body)),
  },
  { weight: 2, arbitrary: id.map((thread) => element('thread', {}, thread)) },
  ...[chatState, receipt, marker, delay, ids, consultation, error, others].map((arbitrary) => ({ weight: 1, arbitrary })),
);

/** The proposal of a new call. */
export const proposedCall: Payload = fc
  .record({ number: fc.nat(999_999), description: callDescription, contact: fc.option(caller, { nil: undefined, freq: 2 }) })
  .map(({ number, description, contact }) =>
    element(
      'message',
      { xmlns: 'jabber:client', type: 'chat', id: `m${number}` },
      element('propose', { xmlns: 'urn:xmpp:jingle-message:0', id: `c${number}` }, description, contact),
    ),
  );

export const message: Payload = fc
  .record({
    type: fc.oneof(
      { weight: 6, arbitrary: fc.constant('chat') },
      { weight: 1, arbitrary: maybe(mostly('normal', 'error', 'headline', 'groupchat')) },
    ),
    id: maybe(id),
    payload: fc.array(messagePayload, { maxLength: 5 }),
  })
  .map(({ payload, ...attributes }) => element('message', { xmlns: 'jabber:client', ...attributes }, ...payload));

const caps = fc
  .record({
    hash: maybe(mostly('sha-1', 'md5')),
    node: mostly('https://backchannel.example/caps', 'https://other.example'),
    ver: mostly('XkLRdfZYPBw2NIyasx+wNq3DAW8=', 'q07IKJEyjvHSyhy//CH0CxmKi8w='),
  })
  .map((attributes) => element('c', { xmlns: 'http://jabber.org/protocol/caps', ...attributes }));
const presencePayload: Payload = fc.oneof(
  mostly('away', 'xa', 'dnd', 'chat', 'busy').map((show) => element('show', {}, show)),
  text.map((status) => element('status', {}, status)),
  mostly('0', '-1', '127').map((priority) => element('priority', {}, priority)),
  caps,
  delay,
  error,
  stamp.map((at) => element('chosen', { xmlns: 'urn:backchannel:status:0', at })),
  stamp.map((since) => element('idle', { xmlns: 'urn:xmpp:idle:1', since })),
);
export const presence: Payload = fc
  .record({
    type: maybe(mostly('unavailable', 'subscribe', 'subscribed', 'unsubscribe', 'unsubscribed', 'probe', 'error')),
    payload: fc.array(presencePayload, { maxLength: 4 }),
  })
  .map(({ type, payload }) => element('presence', { xmlns: 'jabber:client', type }, ...payload));

/** A roster item never has a stranger's address: whoever the agent's own server puts into the roster is a colleague. */
const rosterItem = fc
  .record({
    jid: mostly('ben@support.example', 'cora@support.example', 'dan@support.example', 'room.support.example'),
    name: maybe(text),
    subscription: mostly('both', 'to', 'none', 'remove'),
    groups: fc.array(text, { maxLength: 2 }),
  })
  .map(({ groups, ...attributes }) => element('item', attributes, ...groups.map((group) => element('group', {}, group))));
const jingle = fc
  .record({
    action: mostly('session-initiate', 'session-accept', 'session-terminate', 'session-info', 'transport-info', 'content-add'),
    sid: id,
    initiator: maybe(mostly('%BEN%')),
    why: maybe(reason),
    description: maybe(callDescription),
  })
  .map(({ why, description, ...attributes }) =>
    element(
      'jingle',
      { xmlns: 'urn:xmpp:jingle:1', ...attributes },
      why,
      description &&
        element(
          'content',
          { creator: 'initiator', name: 'voice' },
          description,
          element('transport', { xmlns: 'urn:xmpp:jingle:transports:ice-udp:1', ufrag: 'a', pwd: 'b' }),
        ),
    ),
  );
const disco = fc
  .record({
    name: fc.constantFrom('info', 'items'),
    node: maybe(mostly('https://backchannel.example/caps#XkLRdfZYPBw2NIyasx+wNq3DAW8=')),
    features: fc.array(mostly('urn:backchannel:im:0', 'urn:xmpp:jingle-message:0'), { maxLength: 3 }),
  })
  .map(({ name, node, features }) =>
    element(
      'query',
      { xmlns: `http://jabber.org/protocol/disco#${name}`, node },
      ...features.map((feature) => element('feature', { var: feature })),
    ),
  );
const iqPayload: Payload = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(rosterItem, { maxLength: 3 }).map((items) => element('query', { xmlns: 'jabber:iq:roster' }, ...items)),
  },
  { weight: 2, arbitrary: jingle },
  { weight: 2, arbitrary: disco },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      element('ping', { xmlns: 'urn:xmpp:ping' }),
      element('query', { xmlns: 'jabber:iq:version' }),
      element('time', { xmlns: 'urn:xmpp:time' }),
      element('query', { xmlns: 'jabber:iq:last' }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ name: fc.constantFrom('block', 'unblock', 'blocklist'), jid: mostly('mallory@evil.example') })
      .map(({ name, jid }) => element(name, { xmlns: 'urn:xmpp:blocking' }, element('item', { jid }))),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      element('bind', { xmlns: 'urn:ietf:params:xml:ns:xmpp-bind' }, element('jid', {}, 'x@y/z')),
      element('fin', { xmlns: 'urn:xmpp:mam:2', complete: 'true' }),
      element('vCard', { xmlns: 'vcard-temp' }, element('FN', {}, 'x')),
      element('services', { xmlns: 'urn:xmpp:extdisco:2' }, element('service', { type: 'turn', host: '' })),
    ),
  },
  { weight: 1, arbitrary: error },
);
/** `%IQ%` is the id of a request of the host that isn't answered yet, if there is one. */
export const iq: Payload = fc
  .record({
    type: mostly('get', 'set', 'result', 'error'),
    id: fc.oneof(fc.constant('%IQ%'), maybe(id)),
    payload: fc.array(iqPayload, { maxLength: 2 }),
  })
  .map(({ payload, ...attributes }) => element('iq', { xmlns: 'jabber:client', ...attributes }, ...payload));
