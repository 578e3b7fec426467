import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { WHOLE } from '../../src/model/policy.ts';
import { MANAGED, policyOf } from '../../src/extension/policy/policy-values.ts';
import { configurationOf } from '../../src/extension/contacts/contact-terms.ts';
import { NO_POLICY, UNREADABLE_SERVICE, withHubs } from '../../src/model/policy.ts';

/** Values that aren't booleans, though a person would understand some of them. */
const NO_BOOLEANS = ['no', 'false', 'true', 'yes', '', 0, 1, null, {}, [], [true]];

const problemsOf = (values: unknown) =>
  policyOf(values).problems.map(({ key, place, expected }) => [key, ...(place === undefined ? [] : [place]), expected]);

describe('an organisation’s policy', () => {
  it('decides nothing if nothing is set', () => {
    assert.deepEqual(policyOf({}), {
      ...NO_POLICY,
      domain: undefined,
      service: undefined,
      signIn: undefined,
      contactService: undefined,
      contactSignIn: undefined,
      directoryService: undefined,
      allowedOrigins: undefined,
      caseData: undefined,
      addressesHiddenFrom: undefined,
      cardNumbersInMessages: undefined,
      guestHosts: undefined,
      trustedDomains: undefined,
      availabilityHubs: undefined,
      strangers: undefined,
      notReadyReasons: undefined,
      retentionDays: undefined,
    });
  });

  it('takes privileges, settings, server and origins', () => {
    const policy = policyOf({
      canMake: false,
      canCall: false,
      addressesHiddenFrom: 'everybody',
      isTextOnDesktop: true,
      theme: 'dark',
      service: ' wss://chat.example/ws ',
      allowedOrigins: ['https://crm.example'],
    });
    assert.deepEqual(policy.privileges, { canUse: true, canMake: false, canRelease: true, canCall: false, canWipe: true });
    assert.equal(policy.addressesHiddenFrom, 'everybody');
    assert.deepEqual(policy.settings, { isTextOnDesktop: true, theme: 'dark' });
    assert.equal(policy.service, 'wss://chat.example/ws');
    assert.deepEqual(policy.allowedOrigins, ['https://crm.example']);
    assert.deepEqual(policy.problems, []);
  });

  it('gives no privilege by a value that isn’t a boolean', () => {
    for (const value of NO_BOOLEANS) {
      const { privileges, isKeepingAllowed, isPlainAllowed, settings } = policyOf({
        isPlainAllowed: value,
        canUse: value,
        canMake: value,
        canCall: value,
        canRelease: value,
        canWipe: value,
        isKeepingAllowed: value,
        areDesktopNotificationsOn: value,
        isTextOnDesktop: value,
      });
      assert.deepEqual(
        privileges,
        { canUse: false, canMake: false, canRelease: false, canCall: false, canWipe: false },
        JSON.stringify(value),
      );
      assert.equal(isKeepingAllowed, false);
      assert.equal(isPlainAllowed, false);
      assert.deepEqual(settings, { areDesktopNotificationsOn: false, isTextOnDesktop: false });
    }
    assert.deepEqual(policyOf({ canCall: 'false' }).problems, [{ key: 'canCall', expected: 'boolean', inForce: 'false' }]);
  });

  it('lets agents of one host sign in, and nobody where the host can’t be read', () => {
    assert.equal(policyOf({ domain: ' Example.COM ' }).domain, 'example.com');
    for (const unreadable of ['*.example.com', 'example.com:5222', 'example.com/x', '', 7, ['example.com']]) {
      assert.equal(policyOf({ domain: unreadable }).domain, '');
      assert.deepEqual(problemsOf({ domain: unreadable }), [['domain', 'host']]);
    }
  });

  it('takes reasons beside Not Ready, and none where the list can’t be read', () => {
    assert.deepEqual(policyOf({ notReadyReasons: [' Coaching ', 'Back office'] }).notReadyReasons, ['Coaching', 'Back office']);
    for (const unreadable of ['Coaching', [''], ['x'.repeat(61)], Array(21).fill('Coaching')]) {
      assert.deepEqual(policyOf({ notReadyReasons: unreadable }).notReadyReasons, []);
      assert.deepEqual(problemsOf({ notReadyReasons: unreadable }), [['notReadyReasons', 'texts']]);
    }
  });

  it('keeps nothing longer than a day where the days can’t be read', () => {
    assert.equal(policyOf({ retentionDays: 90 }).retentionDays, 90);
    for (const unreadable of [0, -1, 1.5, 3_651, '90', null]) assert.equal(policyOf({ retentionDays: unreadable }).retentionDays, 1);
  });

  it('does not let every page have the dock because of a slip in the list of origins', () => {
    assert.deepEqual(
      policyOf({
        allowedOrigins: [
          'https://crm.example/',
          ' HTTPS://CRM2.example ',
          'https://crm3.example:443',
          'https://crm4.example/*',
          'https://bücher.example',
          'http://localhost:8080',
          'https://crm.example',
        ],
      }).allowedOrigins,
      [
        'https://crm.example',
        'https://crm2.example',
        'https://crm3.example',
        'https://crm4.example',
        'https://xn--bcher-kva.example',
        'http://localhost:8080',
      ],
    );
    const wrong = [
      'https://crm.example/app',
      'https://*.crm.example',
      'https://*',
      '*',
      'crm.example',
      'crm.example:8443',
      '<all_urls>',
      'https://crm.example?x',
      'https://crm.example/#x',
      'https://a@crm.example',
      'https:crm.example',
      'https://',
      'https://cr\nm.example',
      'https://a b',
      'ftp://crm.example',
      'null',
      'javascript:alert(1)',
      '',
      7,
      null,
      {},
      ['https://crm.example'],
    ];
    for (const each of wrong) {
      assert.deepEqual(
        policyOf({ allowedOrigins: [each, 'https://other.example'] }).allowedOrigins,
        ['https://other.example'],
        JSON.stringify(each),
      );
    }
    assert.deepEqual(policyOf({ allowedOrigins: wrong }).allowedOrigins, []);
    for (const list of ['https://crm.example', 'no list', {}, { 0: 'https://crm.example' }, 7, true, null])
      assert.deepEqual(policyOf({ allowedOrigins: list }).allowedOrigins, [], JSON.stringify(list));
    assert.deepEqual(policyOf({ allowedOrigins: '["https://crm.example/"]' }).allowedOrigins, ['https://crm.example']);
    assert.deepEqual(problemsOf({ allowedOrigins: ['https://crm.example', 'https://crm.example/app', 7] }), [
      ['allowedOrigins', 2, 'origins'],
      ['allowedOrigins', 3, 'origins'],
    ]);
    assert.deepEqual(problemsOf({ allowedOrigins: 'https://crm.example' }), [['allowedOrigins', 'origins']]);
  });

  it('makes nobody a guest because of a slip in the list of their hosts', () => {
    assert.deepEqual(
      policyOf({
        guestHosts: [
          'Guest.Support.example',
          ' guest2.example ',
          'guest3.example.',
          'https://guest4.example/',
          'gäste.example',
          'guest5.example/',
        ],
      }).guestHosts,
      ['guest.support.example', 'guest2.example', 'guest3.example', 'guest4.example', 'gäste.example', 'guest5.example'],
    );
    for (const each of [
      '*.example',
      '*',
      'x@guest.example',
      'guest.example:5222',
      'guest.example/app',
      'a b.example',
      '.example',
      'guest..example',
      '',
      7,
      null,
      {},
    ])
      assert.deepEqual(policyOf({ guestHosts: [each, 'guest.example'] }).guestHosts, ['guest.example'], JSON.stringify(each));

    for (const list of ['guest.support.example', {}, 7, null, [], ['*']])
      assert.deepEqual(policyOf({ guestHosts: list }).guestHosts, [], JSON.stringify(list));
  });

  it('makes nobody a colleague, and lets no stranger in, because of a slip', () => {
    assert.deepEqual(policyOf({ trustedDomains: ['Partner.example.', '*.partner.example', 'x@friends.example', 7] }).trustedDomains, [
      'partner.example',
    ]);
    for (const list of ['partner.example', {}, 7, null, [], ['*']])
      assert.deepEqual(policyOf({ trustedDomains: list }).trustedDomains, [], JSON.stringify(list));
    assert.equal(policyOf({ strangers: 'marked' }).strangers, 'marked');
    for (const value of ['Marked', 'shown', true, 1, '', null, ['marked'], {}])
      assert.equal(policyOf({ strangers: value }).strangers, 'dropped', JSON.stringify(value));
  });

  it('tells nobody an address because of an unknown word', () => {
    for (const value of ['everyone', 'Nobody', '', 7, null, ['nobody']])
      assert.equal(policyOf({ addressesHiddenFrom: value }).addressesHiddenFrom, 'everybody', JSON.stringify(value));
    assert.deepEqual(policyOf({ addressesHiddenFrom: 'everyone' }).problems, [
      { key: 'addressesHiddenFrom', expected: 'choice', choices: ['nobody', 'contacts', 'everybody'], inForce: '"everybody"' },
    ]);
  });

  it('keeps a setting locked if its value can’t be read', () => {
    assert.deepEqual(
      policyOf({
        invitationTimeoutMs: 'long',
        notificationTimeoutMs: 5,
        theme: 'pink',
        language: 7,
        mainWindow: null,
        shortcuts: 'meta',
        isSoundOn: 'off',
        microphoneId: 7,
      }).settings,
      {
        invitationTimeoutMs: 60_000,
        notificationTimeoutMs: 1_000,
        theme: 'auto',
        language: 'auto',
        mainWindow: 'panel',
        shortcuts: 'auto',
        isSoundOn: true,
        microphoneId: '',
      },
    );
    assert.deepEqual(policyOf({ invitationTimeoutMs: 1e9, notificationTimeoutMs: 1500.4 }).settings, {
      invitationTimeoutMs: 600_000,
      notificationTimeoutMs: 1_500,
    });
    for (const value of [NaN, Infinity, -Infinity, -0])
      assert.ok(Number.isInteger(policyOf({ invitationTimeoutMs: value }).settings.invitationTimeoutMs));
  });

  it('locks the desk as early as possible if the minutes can’t be read, and never only by the number 0', () => {
    for (const minutes of [0, 1, 5, 480]) assert.deepEqual(policyOf({ lockAfterMinutes: minutes }).settings, { lockAfterMinutes: minutes });
    for (const minutes of ['0', '5', 'never', '', 0.4, 5.5, -1, 481, 1e9, NaN, Infinity, false, null, [], [0], {}]) {
      const { settings, problems } = policyOf({ lockAfterMinutes: minutes });
      assert.deepEqual(settings, { lockAfterMinutes: 1 }, String(minutes));
      assert.deepEqual(problems, [{ key: 'lockAfterMinutes', expected: 'range', choices: [0, 480], inForce: '1' }]);
    }
  });

  it('lets agents choose no server if the set one can’t be read', () => {
    for (const service of ['http://chat.example', 'chat.example', 'wss://', 'wss:///x', '', 7, null, ['wss://chat.example']])
      assert.equal(policyOf({ service }).service, UNREADABLE_SERVICE, JSON.stringify(service));
  });

  it('hides all case data that an unreadable rule may have been about', () => {
    assert.deepEqual(
      policyOf({ caseData: [{ key: 'SSN', isMasked: 'yes' }, { key: 'Plan', isHiden: true }, { key: 'Mood' }, { key: 'Topic', order: 1 }] })
        .caseData,
      [
        { key: 'SSN', isHidden: true },
        { key: 'Plan', isHidden: true },
        { key: 'Mood', isHidden: true },
        { key: 'Topic', order: 1 },
      ],
    );
    for (const caseData of [
      'SSN',
      {},
      { key: 'SSN', isHidden: true },
      7,
      null,
      [{ isHidden: true }],
      [7],
      ['SSN'],
      [{ key: '', isHidden: true }],
      [{ key: 7, isHidden: true }],
      Array.from({ length: 1_001 }, () => ({ key: 'a', isHidden: true })),
    ])
      assert.equal(policyOf({ caseData }).caseData, 'hide-everything');
    assert.deepEqual(policyOf({ caseData: '[{"key":"SSN","isHidden":true}]' }).caseData, [{ key: 'SSN', isHidden: true }]);
  });

  it('lets nobody sign in where it can’t be read how agents do', () => {
    const signIn = { issuer: 'https://id.example', clientId: 'backchannel', domain: 'support.example' };
    assert.deepEqual(policyOf({ signIn }).signIn, signIn);
    assert.deepEqual(policyOf({ signIn: JSON.stringify({ ...signIn, scope: 'openid', claim: 'upn' }) }).signIn, {
      ...signIn,
      scope: 'openid',
      claim: 'upn',
    });
    for (const wrong of [
      'https://id.example',
      null,
      {},
      { ...signIn, issuer: 'http://id.example' },
      { ...signIn, domain: undefined },
      { ...signIn, domain: '*.example' },
      { ...signIn, clientSecret: 'x' },
    ]) {
      assert.equal(policyOf({ signIn: wrong }).signIn, 'unreadable', JSON.stringify(wrong));
      assert.deepEqual(problemsOf({ signIn: wrong }), [['signIn', 'sign-in']]);
    }
  });

  it('takes only a contact service and an issuer to which nothing goes over a network in the clear', () => {
    const signIn = { issuer: 'https://id.example/realms/agents', clientId: 'backchannel' };
    const policy = policyOf({ contactService: 'https://contacts.example', contactSignIn: { ...signIn, scope: 'contacts' } });
    assert.equal(policy.contactService, 'https://contacts.example');
    assert.deepEqual(policy.contactSignIn, { ...signIn, scope: 'contacts' });
    assert.deepEqual(policyOf({ contactService: 'https://contacts.example', contactSignIn: JSON.stringify(signIn) }).contactSignIn, signIn);
    for (const contactService of ['http://127.0.0.1:8090', 'http://localhost:8090', 'http://[::1]:8090'])
      assert.equal(policyOf({ contactService }).contactService, contactService);
    for (const address of [
      'http://contacts.example',
      'contacts.example',
      'javascript:alert(1)',
      'https://user:pass@contacts.example',
      'http://127.0.0.1.evil.example',
      'https://contacts.example/#a',
      7,
    ]) {
      const { contactService, contactSignIn } = policyOf({ contactService: address, contactSignIn: { ...signIn, issuer: address } });
      assert.deepEqual([contactService, contactSignIn], [undefined, undefined], String(address));
    }
  });

  it('names a directory service only beside its own contact service, whose tokens that gets', () => {
    const directoryService = 'https://directory.example';
    const contacts = {
      contactService: 'https://contacts.example',
      contactSignIn: { issuer: 'https://id.example', clientId: 'backchannel' },
    };
    assert.equal(policyOf({ ...contacts, directoryService }).directoryService, directoryService);
    assert.equal(policyOf({ directoryService }).directoryService, undefined);
    assert.equal(policyOf({ ...contacts, contactSignIn: 7, directoryService }).directoryService, undefined);
    for (const address of ['http://directory.example', 'directory.example', 7]) {
      const policy = policyOf({ ...contacts, directoryService: address });
      assert.deepEqual(
        [policy.directoryService, policy.problems.map(({ key }) => key)],
        [undefined, ['directoryService']],
        String(address),
      );
    }
  });

  it('doesn’t combine its issuer or its contact service with one that an agent has entered', () => {
    const own = { contactService: 'https://evil.example', contactSignIn: { issuer: 'https://evil.example', clientId: 'evil' } };
    const signIn = { issuer: 'https://id.example', clientId: 'backchannel' };
    const halves = [
      { contactSignIn: signIn },
      { contactService: 'https://contacts.example' },
      { contactService: 'contacts.example', contactSignIn: signIn },
      { contactService: 'https://contacts.example', contactSignIn: { issuer: 'https://id.example' } },
      { contactService: 'https://contacts.example', contactSignIn: { ...signIn, scopes: 'contacts' } },
      { contactService: null, contactSignIn: 'both' },
    ];
    for (const half of halves) {
      const policy = policyOf(half);
      const { contactService, contactSignIn } = configurationOf(policy, own);
      assert.deepEqual([contactService, contactSignIn], [policy.contactService, policy.contactSignIn], JSON.stringify(half));
      assert.equal(contactService && contactSignIn, undefined);
      assert.notDeepEqual(policy.problems, []);
    }
    assert.deepEqual(configurationOf(policyOf({}), own), own);
    assert.deepEqual(problemsOf({ contactSignIn: signIn }), [['contactSignIn', 'both']]);
  });

  it('names unknown keys, and isn’t confused by properties that every object has', () => {
    assert.deepEqual(problemsOf({ canCal: false, constructor: 1, toString: 1, ...JSON.parse('{"__proto__": 1}') }), [
      ['canCal', 'known'],
      ['constructor', 'known'],
      ['toString', 'known'],
      ['__proto__', 'known'],
    ]);
    assert.deepEqual(policyOf(Object.create({ canUse: false })), policyOf({}));
  });

  it('doesn’t repeat the values that were set', () => {
    const secret = 'https://user:hunter2@id.example';
    const { problems } = policyOf({
      service: secret,
      contactService: secret,
      contactSignIn: { issuer: secret, clientId: 'x' },
      allowedOrigins: [secret],
      guestHosts: [secret],
      theme: secret,
      canUse: secret,
      microphoneId: [secret],
      caseData: [secret, [secret]],
    });
    assert.equal(problems.length, 10);
    assert.ok(!JSON.stringify(problems).includes('hunter2'));
  });

  it('may come as one text, which Chromium passes on as it is', () => {
    assert.deepEqual(policyOf({ [WHOLE]: '{"canCall":"no","theme":"dark"}' }), policyOf({ canCall: 'no', theme: 'dark' }));
    assert.deepEqual(policyOf({ [WHOLE]: { canMake: false } }), policyOf({ canMake: false }));
    assert.equal(policyOf({ [WHOLE]: '{"canCall":false}', canMake: false }).privileges.canMake, false);
    assert.deepEqual(policyOf({ [WHOLE]: '{"canCall":false}', canCall: false }).problems, []);
    const { privileges, problems } = policyOf({ [WHOLE]: '{"canCall":true}', canCall: false });
    assert.deepEqual([privileges.canCall, problems], [false, [{ key: 'canCall', expected: 'once' }]]);
  });

  it('bars everything where it can’t be read at all', () => {
    const barred = policyOf(Object.fromEntries(Object.keys(MANAGED).map((key) => [key, Symbol('unreadable')])));
    for (const stored of [
      undefined,
      null,
      'canUse',
      7,
      [],
      [{ canUse: true }],
      { [WHOLE]: '{"canUse": tru' },
      { [WHOLE]: '' },
      { [WHOLE]: null },
      { [WHOLE]: '[]' },
      { [WHOLE]: 7, canUse: true },
    ]) {
      const { problems, ...policy } = policyOf(stored);
      assert.deepEqual(problems, [{ key: WHOLE, expected: 'values' }]);
      assert.deepEqual({ ...policy, problems: barred.problems }, barred);
    }
    assert.equal(barred.privileges.canUse, false);
  });

  it('leaves it to the agents’ domain which availability hubs there are, unless it says something of hubs', () => {
    const hubs = ['hub.support.example'];
    assert.deepEqual(withHubs(policyOf({}), hubs).availabilityHubs, hubs);
    for (const [availabilityHubs, inForce] of [
      [['hub.other.example'], ['hub.other.example']],
      [[], []],
      [7, []],
    ] as const)
      assert.deepEqual(withHubs(policyOf({ availabilityHubs }), hubs).availabilityHubs, inForce);
  });

  it('is described to Chromium value by value', async () => {
    const { properties } = JSON.parse(await readFile('src/extension/managed-schema.json', 'utf8')) as { properties: object };
    assert.deepEqual(Object.keys(properties).sort(), [...Object.keys(MANAGED), WHOLE].sort());
    // Chromium drops a value that breaks its schema without a word, and an absent value restricts nothing. So the schema must not check values.
    assert.doesNotMatch(JSON.stringify(properties), /"(?:enum|pattern|minimum|maximum|required)":/);
  });
});
