import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import FakeTimers from '@sinonjs/fake-timers';
import { parse, Registry } from 'stanza/jxt/index.js';
import type { DiscoInfoResult, IQ } from 'stanza/protocol';
import protocol from 'stanza/protocol/index.js';
import { generate } from 'stanza/helpers/LegacyEntityCapabilities.js';
import { Capabilities } from '../../src/background/directory/capabilities.ts';
import type { MessagingStream } from '../../src/background/stream/messaging-port.ts';
import { capsKeyOf, DISCO_IDENTITY, nodeOf } from '../../src/background/xmpp/caps.ts';
import { checkAnswer } from '../../src/background/xmpp/caps-check.ts';
import { NS_IM, NS_JINGLE_AUDIO, NS_JINGLE_MESSAGE } from '../../src/background/xmpp/namespaces.ts';
import { IDENTITIES, OWN_CAPS } from '../../src/background/xmpp/own-caps.ts';

const registry = new Registry();
registry.define('default' in protocol ? (protocol.default as typeof protocol) : protocol);
registry.define(DISCO_IDENTITY);

/** The answer with this content, as StanzaJS parses it. */
function answered(content: string, attributes = ''): DiscoInfoResult {
  const iq = registry.import(
    parse(
      `<iq xmlns="jabber:client" type="result" id="1"${attributes}><query xmlns="http://jabber.org/protocol/disco#info">${content}</query></iq>`,
    ),
  ) as IQ;
  return { features: [], identities: [], extensions: [], ...iq.disco } as DiscoInfoResult;
}

const IDENTITY = '<identity category="client" type="web"/>';
const feature = (...names: readonly string[]) => names.map((name) => `<feature var="${name}"/>`).join('');
const OURS = IDENTITY + feature('http://jabber.org/protocol/disco#info', NS_IM, NS_JINGLE_AUDIO, NS_JINGLE_MESSAGE);
const keyOf = (ver: string, algorithm = 'sha-1') => capsKeyOf({ node: 'https://backchannel.example/caps', value: ver, algorithm }) ?? '';
const verOf = (content: string, algorithm = 'sha-1') => generate({ ...answered(content), type: 'info' }, algorithm) ?? '';
const ALL = { takesInvitations: true, takesCalls: true };
const NONE = { takesInvitations: false, takesCalls: false, isVerified: false };

test('the answers of XEP-0115 fit their hashes', () => {
  // The examples of XEP-0115, 5.2 and 5.3.
  const exodus =
    '<identity category="client" name="Exodus 0.9.1" type="pc"/>' +
    feature(
      'http://jabber.org/protocol/caps',
      'http://jabber.org/protocol/disco#info',
      'http://jabber.org/protocol/disco#items',
      'http://jabber.org/protocol/muc',
    );
  assert.equal(checkAnswer(keyOf('QgayPKawpkPSDYmwT/WM94uAlu0='), answered(exodus)).isVerified, true);
  const field = (name: string, ...values: readonly string[]) =>
    `<field var="${name}"${name === 'FORM_TYPE' ? ' type="hidden"' : ''}>${values.map((value) => `<value>${value}</value>`).join('')}</field>`;
  const psi =
    '<identity xml:lang="en" category="client" name="Psi 0.11" type="pc"/><identity xml:lang="el" category="client" name="\u03A8 0.11" type="pc"/>' +
    feature(
      'http://jabber.org/protocol/caps',
      'http://jabber.org/protocol/disco#info',
      'http://jabber.org/protocol/disco#items',
      'http://jabber.org/protocol/muc',
    ) +
    `<x xmlns="jabber:x:data" type="result">${field('FORM_TYPE', 'urn:xmpp:dataforms:softwareinfo')}${field('ip_version', 'ipv4', 'ipv6')}${field('os', 'Mac')}${field('os_version', '10.5.1')}${field('software', 'Psi')}${field('software_version', '0.11')}</x>`;
  assert.equal(checkAnswer(keyOf('q07IKJEyjvHSyhy//CH0CxmKi8w='), answered(psi)).isVerified, true);
});

test('the hash that this device says is the one of what it answers', () => {
  for (const { features, ver } of Object.values(OWN_CAPS))
    assert.equal(ver, generate({ type: 'info', identities: IDENTITIES, features }, 'sha-1'));
});

test('an answer that fits its hash counts for all clients of that kind', () => {
  for (const algorithm of ['sha-1', 'sha-256', 'SHA-1']) {
    assert.deepEqual(
      checkAnswer(keyOf(verOf(OURS, algorithm.toLowerCase()), algorithm), answered(OURS)),
      { ...ALL, isVerified: true },
      algorithm,
    );
  }
});

test('the language that a server gives to a stanza is no part of an identity', () => {
  const own = OURS.replace('<identity', '<identity xml:lang="de"');
  for (const content of [OURS, own])
    assert.deepEqual(checkAnswer(keyOf(verOf(content)), answered(content, ' xml:lang="en"')), { ...ALL, isVerified: true });
  assert.notEqual(verOf(own), verOf(OURS));
});

test('an answer that does not fit its hash counts as none', () => {
  assert.deepEqual(checkAnswer(keyOf(verOf(IDENTITY + feature(NS_IM))), answered(OURS)), NONE);
  assert.deepEqual(checkAnswer(keyOf(verOf(OURS).toLowerCase()), answered(OURS)), NONE);
});

test('by a hash that is not supported, an answer counts for the device that gave it', () => {
  assert.deepEqual(checkAnswer(keyOf('x', 'md5'), answered(OURS)), { ...ALL, isVerified: false });
  // An earlier version stored keys without the hash's name.
  assert.deepEqual(checkAnswer('https://backchannel.example/caps#x', answered(OURS)), { ...ALL, isVerified: false });
});

test('an answer that names anything twice counts as none, whatever its hash', () => {
  const form = (type: string) =>
    `<x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE" type="hidden"><value>${type}</value></field></x>`;
  for (const twice of [
    OURS + feature(NS_IM),
    OURS + IDENTITY,
    OURS + form('a') + form('a'),
    OURS + form('a</value><value>b'),
    feature(NS_IM),
  ]) {
    const once = answered(twice);
    const distinct = { ...once, features: [...new Set(once.features)], identities: once.identities?.slice(0, 1) };
    for (const ver of [verOf(twice), generate({ ...distinct, type: 'info' }, 'sha-1') ?? '', verOf(OURS)])
      assert.equal(checkAnswer(keyOf(ver), once).isVerified, false, twice);
  }
});

test('one kind of part cannot be passed off as another under the same hash', () => {
  const ver = verOf(OURS);
  // The last features move into a form, or the first into an identity, so that the text that is hashed stays the same.
  const sorted = ['http://jabber.org/protocol/disco#info', NS_IM, NS_JINGLE_AUDIO, NS_JINGLE_MESSAGE].sort();
  const [type = '', name = '', value = ''] = sorted.slice(-3);
  const inForm = `${IDENTITY}${feature(...sorted.slice(0, -3))}<x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE" type="hidden"><value>${type}</value></field><field var="${name}"><value>${value}</value></field></x>`;
  const asIdentity = `${IDENTITY}<identity category="http:" type="" xml:lang="jabber.org" name="protocol/disco#info"/>${feature(NS_IM, NS_JINGLE_AUDIO, NS_JINGLE_MESSAGE)}`;
  assert.equal(verOf(inForm), ver);
  for (const forged of [inForm, asIdentity]) assert.deepEqual(checkAnswer(keyOf(ver), answered(forged)), NONE, forged);
});

test('caps that are too long, or incomplete, are ignored', () => {
  assert.equal(capsKeyOf(undefined), undefined);
  assert.equal(capsKeyOf({ node: 'n', value: 'x'.repeat(1_000), algorithm: 'sha-1' }), undefined);
  assert.equal(capsKeyOf({ node: '', value: 'x', algorithm: 'sha-1' }), undefined);
  assert.equal(nodeOf(keyOf('a=')), 'https://backchannel.example/caps#a=');
});

test('what one colleague answers decides nothing about another, unless it fits the hash; and what is kept is bounded', async () => {
  const key = keyOf('x');
  const devices = new Map<string, string>([
    ['mallory@support.example', key],
    ['bob@support.example', key],
  ]);
  const asked: string[] = [];
  let isVerified = false;
  const stream = {
    abilitiesOf: (from: string) => (
      asked.push(from),
      Promise.resolve({ takesInvitations: !from.startsWith('mallory'), takesCalls: false, isVerified })
    ),
  } as Pick<MessagingStream, 'abilitiesOf'> as MessagingStream;
  const capabilities = new Capabilities(
    { devicesOf: (jid) => [[`${jid}/desk`, devices.get(jid)]], isSilent: () => false },
    () => undefined,
  );
  assert.equal(await capabilities.isPlain('mallory@support.example', stream), true);
  assert.equal(await capabilities.isPlain('bob@support.example', stream), false);
  assert.equal(await capabilities.isPlain('bob@support.example', stream), false);
  assert.deepEqual(asked, ['mallory@support.example/desk', 'bob@support.example/desk']);
  isVerified = true;
  devices.set('carla@support.example', keyOf('y')).set('dan@support.example', keyOf('y'));
  await capabilities.isPlain('carla@support.example', stream);
  await capabilities.isPlain('dan@support.example', stream);
  assert.equal(asked.length, 3, 'one of a kind is asked');
  for (let n = 0; n < 1_000; n += 1)
    await capabilities.isPlain('carla@support.example', stream).then(() => devices.set('carla@support.example', keyOf(`y${n}`)));
  await capabilities.isPlain('dan@support.example', stream);
  assert.equal(asked.at(-1), 'dan@support.example/desk', 'what was long ago is asked again');
});

describe('of a colleague with several devices', () => {
  const PEER = 'bob@support.example';
  const yes = { takesInvitations: true, takesCalls: true, isVerified: false };
  const no = { takesInvitations: false, takesCalls: false, isVerified: false };
  /** Each device, by its resource, with what it answers: nothing, where its browser is dead. */
  const ask = (answers: Readonly<Record<string, () => Promise<typeof yes>>>) => {
    const silent: string[] = [];
    const capabilities = new Capabilities(
      {
        devicesOf: () => Object.keys(answers).map((device) => [`${PEER}/${device}`, keyOf(device)] as const),
        isSilent: (device) => silent.some((one) => device === `${PEER}/${one}`),
      },
      () => silent.push('dead'),
    );
    const stream = { abilitiesOf: (from: string) => answers[from.slice(PEER.length + 1)]?.() } as unknown as MessagingStream;
    return { isPlain: () => capabilities.isPlain(PEER, stream), capabilities };
  };
  const never = () => new Promise<never>(() => undefined);
  /** A clock that goes on only when the test says so. */
  const ownClock = (t: TestContext): FakeTimers.Clock => {
    const clock = FakeTimers.install({ now: 0, toFake: ['setTimeout', 'clearTimeout'] });
    t.after(() => clock.uninstall());
    return clock;
  };
  const failing = () => Promise.reject(new Error('remote-server-timeout'));

  test('the first that takes invitations decides, and none that is dead is waited for', async (t) => {
    const clock = ownClock(t);
    assert.equal(await ask({ dead: never, alive: () => Promise.resolve(yes) }).isPlain(), false);
    assert.equal(clock.now, 0);
  });

  test('one that doesn’t answer is waited for once, and for a second', async (t) => {
    const clock = ownClock(t);
    const { isPlain } = ask({ dead: never, phone: () => Promise.resolve(no) });
    let answer: boolean | undefined;
    const asked = isPlain().then((given) => (answer = given));
    await clock.tickAsync(999);
    assert.equal(answer, undefined);
    await clock.tickAsync(1);
    assert.equal(await asked, true);
    assert.equal(await isPlain(), true, 'the second time nobody waits');
  });

  test('those that answer count, and one that fails doesn’t', async () => {
    assert.equal(await ask({ failing, phone: () => Promise.resolve(no) }).isPlain(), true);
    assert.equal(await ask({ failing, alive: () => Promise.resolve(yes) }).isPlain(), false);
  });

  test('one of whom no device answers is invited, and asked again the next time', async () => {
    let isBack = false;
    const { isPlain } = ask({ phone: () => (isBack ? Promise.resolve(no) : failing()) });
    assert.equal(await isPlain(), false);
    isBack = true;
    assert.equal(await isPlain(), true);
  });

  test('what was asked on a stream that is lost is asked again on the next one', async () => {
    const { capabilities } = ask({ phone: never });
    const lost = { abilitiesOf: never } as Pick<MessagingStream, 'abilitiesOf'>;
    void capabilities.isPlain(PEER, lost);
    const next = { abilitiesOf: () => Promise.resolve(no) } as Pick<MessagingStream, 'abilitiesOf'>;
    assert.equal(await capabilities.isPlain(PEER, next), true);
  });
});
