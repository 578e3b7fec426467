import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Policy } from '../../src/model/policy.ts';
import { comparableHost, type Standing, standingOf } from '../../src/model/standing.ts';

const DIRECTORY: readonly string[] = ['dora@partner.example', 'emil@emea.support.example'];

/** Checks the standing of addresses from the view of anna@support.example. */
function check(
  expected: Readonly<Record<string, Standing>>,
  policy: Pick<Policy, 'guestHosts' | 'trustedDomains'> = {},
  me = 'anna@support.example',
): void {
  for (const [address, standing] of Object.entries(expected))
    assert.equal(standingOf(address, { me, isInDirectory: (peer) => DIRECTORY.includes(peer), policy }), standing, JSON.stringify(address));
}

test('the own account, its domain and its directory are known', () => {
  check({
    'anna@support.example': 'own',
    'anna@support.example/desk': 'own',
    'bob@support.example': 'colleague',
    'Bob@Support.EXAMPLE/desk': 'colleague',
    'bob@support.example/evil.example': 'colleague',
    'dora@partner.example/desk': 'colleague',
    'emil@emea.support.example': 'colleague',
    // The server itself sends announcements.
    'support.example': 'colleague',
  });
});

test('nobody from another host is a colleague because of a similar address', () => {
  check(
    {
      'bob@evil.example': 'stranger',
      'dan@partner.example': 'stranger',
      'bob@support.example.evil.example': 'stranger',
      'bob@evilsupport.example': 'stranger',
      'bob@example': 'stranger',
      'bob@support.example:5222': 'stranger',
      'bob@support.example.': 'stranger',
      'bob@support.example..': 'stranger',
      'bob@.support.example': 'stranger',
      'bob@evil.example@support.example': 'stranger',
      'evil.example/bob@support.example': 'stranger',
      'bob@evil.example/@support.example': 'stranger',
      '@support.example': 'stranger',
      'bob@': 'stranger',
      '': 'stranger',
      '/support.example': 'stranger',
      // In turn: a Cyrillic letter, a full-width one, a full stop of another script, a soft hyphen, a variation selector, a joiner, the Kelvin sign.
      'bob@\u0455upport.example': 'stranger',
      'bob@\uFF53upport.example': 'stranger',
      'bob@support\u3002example': 'stranger',
      'bob@sup\u00ADport.example': 'stranger',
      'bob@support\uFE0F.example': 'stranger',
      'bob@sup\u034Fport.example': 'stranger',
      'bob@sup\u200Dport.example': 'stranger',
      'bob@\u202Esupport.example': 'stranger',
    },
    { guestHosts: [] },
  );
  check(
    { 'bob@\u212Aite.example': 'stranger', '\u212Aarl@kite.example': 'stranger', 'karl@kite.example': 'colleague' },
    {},
    'anna@kite.example',
  );
});

test('a component, or a host below the own domain, is never a colleague', () => {
  const below = [
    'room@conference.support.example/bob',
    'bob@conference.support.example',
    'conference.support.example',
    'x1@guest.support.example',
  ];
  check(Object.fromEntries(below.map((address) => [address, 'guest'])));
  check(Object.fromEntries(below.map((address) => [address, 'stranger'])), { guestHosts: [] });
  check(
    { 'x1@guest.support.example': 'guest', 'x1@guest.evil.example': 'stranger', 'bob@conference.support.example': 'stranger' },
    { guestHosts: ['guest.support.example'] },
  );
});

test('a trusted domain is that host and none below it, however the policy spells it', () => {
  const trusting = (...trustedDomains: string[]) => ({ trustedDomains });
  for (const spelling of ['partner.example', 'PARTNER.example', 'partner.example.']) {
    check(
      { 'dan@partner.example': 'colleague', 'dan@sub.partner.example': 'stranger', 'dan@xpartner.example': 'stranger' },
      trusting(spelling),
    );
  }
  for (const spelling of ['m\u00FCnchen.example', 'xn--mnchen-3ya.example', 'M\u00DCNCHEN.example']) {
    check(
      {
        'dan@m\u00FCnchen.example': 'colleague',
        'dan@xn--mnchen-3ya.example': 'colleague',
        'dan@munchen.example': 'stranger',
        'dan@mu\u0308nchen.example': 'stranger',
      },
      trusting(spelling),
    );
  }
  for (const nothing of ['', '.', '*', '*.example', '@partner.example', 'partner.example:5222', 'https://partner.example'])
    check({ 'dan@partner.example': 'stranger' }, trusting(nothing));
});

test('guests are never colleagues, whoever else names their host', () => {
  check(
    { 'x1@guest.example': 'guest', 'dora@partner.example': 'guest', 'bob@support.example': 'guest', 'anna@support.example': 'own' },
    { guestHosts: ['guest.example', 'partner.example', 'support.example'], trustedDomains: ['guest.example', 'partner.example'] },
  );
});

test('an own domain with characters beyond ASCII is known in both its forms', () => {
  check(
    { 'bob@b\u00FCro.example': 'colleague', 'bob@xn--bro-hoa.example': 'colleague', 'bob@buro.example': 'stranger' },
    {},
    'anna@b\u00FCro.example',
  );
});

test('hosts are compared in one form', () => {
  assert.equal(comparableHost('Support.Example.'), 'support.example');
  assert.equal(comparableHost('b\u00FCro.example'), 'xn--bro-hoa.example');
  assert.equal(comparableHost('127.0.0.1'), '127.0.0.1');
  assert.equal(comparableHost('[::1]'), '[::1]');
  for (const none of [
    '',
    '.',
    'a b',
    'a@b',
    'a/b',
    'b\u00FCro.example:5222',
    'b\u00FCro.example#x',
    'b\u00FCro.example\\x',
    'b\u00FCro\u0000',
  ])
    assert.equal(comparableHost(none), undefined, JSON.stringify(none));
});
