import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Policy } from '../../src/model/policy.ts';
import { isHiddenKey } from '../../src/model/interaction/case-data-rules.ts';
import { MANAGED, policyOf } from '../../src/extension/policy/policy-values.ts';

/** Valid values of each key, which an administrator may have meant. `allowedBy` knows the origins, hosts and fields in them. */
const MEANT: Readonly<Record<keyof typeof MANAGED, readonly unknown[]>> = {
  canUse: [true, false],
  canMake: [true, false],
  canRelease: [true, false],
  canCall: [true, false],
  canWipe: [true, false],
  notReadyReasons: [['Coffee'], []],
  retentionDays: [1, 30, 3_650],
  isKeepingAllowed: [true, false],
  isPlainAllowed: [true, false],
  isSharedComputer: [true, false],
  areDesktopNotificationsOn: [true, false],
  isTextOnDesktop: [true, false],
  cardNumbersInMessages: ['ask', 'mask'],
  addressesHiddenFrom: ['nobody', 'contacts', 'everybody'],
  allowedOrigins: [['https://crm.example'], []],
  guestHosts: [['guest.example'], []],
  trustedDomains: [['partner.example'], []],
  availabilityHubs: [['hub.example'], []],
  strangers: ['dropped', 'marked'],
  caseData: [[{ key: 'SSN', isHidden: true }], [{ key: 'Plan', isMasked: true }]],
  domain: ['agents.example'],
  service: ['wss://chat.example/ws'],
  contactService: ['https://contacts.example'],
  directoryService: ['https://directory.example'],
  signIn: [{ issuer: 'https://id.example', clientId: 'backchannel', domain: 'support.example' }],
  contactSignIn: [{ issuer: 'https://id.example', clientId: 'backchannel' }],
  isSoundOn: [true, false],
  theme: ['dark'],
  language: ['de'],
  mainWindow: ['tab'],
  shortcuts: ['off'],
  lockAfterMinutes: [1, 5, 480, 0],
  rejectionWords: ['Later'],
  invitationTimeoutMs: [30_000],
  notificationTimeoutMs: [30_000],
  microphoneId: ['desk'],
  speakerId: ['desk'],
};

/** What a policy allows, each as true or false. A stricter policy allows no more. */
function allowedBy(policy: Policy): Readonly<Record<string, boolean>> {
  const {
    privileges,
    settings,
    allowedOrigins,
    guestHosts,
    trustedDomains = [],
    availabilityHubs = [],
    strangers,
    addressesHiddenFrom,
    caseData = [],
  } = policy;
  const isText = (name: 'areDesktopNotificationsOn' | 'isTextOnDesktop') => settings[name] ?? true;
  return {
    ...privileges,
    isKeepingAllowed: policy.isKeepingAllowed,
    isPlainAllowed: policy.isPlainAllowed,
    storesInClear: !policy.isSharedComputer,
    ...Object.fromEntries([2, 30, 3_650, Infinity].map((days) => [`keeps for ${days} days`, (policy.retentionDays ?? Infinity) >= days])),
    ...Object.fromEntries(['Coffee', 'Lunch'].map((reason) => [`offers ${reason}`, policy.notReadyReasons?.includes(reason) ?? true])),
    ...Object.fromEntries(
      [2, 5, 480, Infinity].map((minutes) => [`is open after ${minutes} minutes`, (settings.lockAfterMinutes || Infinity) >= minutes]),
    ),
    areDesktopNotificationsOn: isText('areDesktopNotificationsOn'),
    isTextOnDesktop: isText('isTextOnDesktop'),
    ...Object.fromEntries(
      ['https://crm.example', 'https://evil.example'].map((origin) => [origin, allowedOrigins?.includes(origin) ?? true]),
    ),
    ...Object.fromEntries(['guest.example', 'guest.agents.example'].map((host) => [host, guestHosts?.includes(host) ?? true])),
    ...Object.fromEntries(['hub.example', 'evil.example'].map((host) => [`believes ${host}`, availabilityHubs.includes(host)])),
    trusts: trustedDomains.includes('partner.example'),
    trustsAnother: trustedDomains.some((host) => host !== 'partner.example'),
    letsStrangersIn: strangers === 'marked',
    tellsColleagues: addressesHiddenFrom !== 'everybody',
    tellsContacts: addressesHiddenFrom === undefined || addressesHiddenFrom === 'nobody',
    ...Object.fromEntries(['SSN', 'Plan'].map((key) => [`shows ${key}`, !isHiddenKey(key, caseData)])),
    ...Object.fromEntries(
      ['agents.example', 'evil.example'].map((domain) => [`lets ${domain} sign in`, (policy.domain ?? domain) === domain]),
    ),
    ownServer: policy.service === undefined,
    ownContacts: !policy.areContactsDecided,
    ...Object.fromEntries(Object.keys(MANAGED).map((name) => [`changes ${name}`, !(name in settings)])),
  };
}

const isAsStrict = (policy: Policy, than: Policy): string[] => {
  const most = allowedBy(than);
  return Object.entries(allowedBy(policy))
    .filter(([what, isAllowed]) => isAllowed && most[what] === false)
    .map(([what]) => what);
};

/** Garbage: a valid value that was spoiled, or any other value. */
const garbage = (values: readonly unknown[]) =>
  fc.oneof(
    fc.anything(),
    fc.jsonValue(),
    fc.constantFrom('no', 'false', 'off', 0, 1, null, '', {}, [], 'https://crm.example/', '*'),
    fc
      .constantFrom(...values)
      .chain((value) =>
        fc.constantFrom(
          JSON.stringify(value),
          String(value),
          [value],
          { value },
          Array.isArray(value) ? [...value, 7] : value,
          `${String(value)} `,
        ),
      ),
  );
const isValid = (key: string, value: unknown) => policyOf({ [key]: value }).problems.every(({ expected }) => expected === 'both');
const LISTS: readonly string[] = ['allowedOrigins', 'guestHosts', 'trustedDomains', 'availabilityHubs', 'caseData'];
/** The keys whose value widens what is allowed, so that garbage may be less strict than nothing. */
const LETTING_IN: readonly string[] = ['trustedDomains', 'availabilityHubs', 'strangers', 'isPlainAllowed'];
const keys = fc.constantFrom(...(Object.keys(MEANT) as (keyof typeof MANAGED)[]));

describe('a policy that can’t be read', () => {
  it('has a test for every key', () => {
    assert.deepEqual(Object.keys(MEANT).sort(), Object.keys(MANAGED).sort());
  });

  it('is never less strict than without the value, or than with the one that was meant', () => {
    fc.assert(
      fc.property(
        keys.chain((key) => fc.tuple(fc.constant(key), garbage(MEANT[key]), fc.constantFrom(...MEANT[key]))),
        ([key, value, meant]) => {
          const policy = policyOf({ [key]: value });
          if (!LETTING_IN.includes(key)) assert.deepEqual(isAsStrict(policy, policyOf({})), [], 'than without it');
          // A valid value is taken as meant; of a list, each valid entry is.
          if (isValid(key, value)) return;
          const entries = LISTS.includes(key) && Array.isArray(value) ? value.filter((entry) => isValid(key, [entry])) : [];
          assert.deepEqual(isAsStrict(policy, policyOf({ [key]: entries.length > 0 ? entries : meant })), [], 'than what was meant');
        },
      ),
      { numRuns: 2_000, seed: 1 },
    );
  });

  it('doesn’t keep another value from being read', () => {
    fc.assert(
      fc.property(keys, keys, fc.anything(), (key, other, value) => {
        if (key === other || LETTING_IN.includes(key) || (key.startsWith('contact') && other.startsWith('contact'))) return;
        const [meant] = MEANT[other];
        const { problems: _, ...both } = policyOf({ [key]: value, [other]: meant });
        assert.deepEqual(isAsStrict({ ...both, problems: [] }, policyOf({ [other]: meant })), []);
      }),
      { seed: 1 },
    );
  });

  it('never throws, whatever the browser has stored', () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
        (stored) => void policyOf(stored),
      ),
      { numRuns: 500, seed: 1 },
    );
  });
});
