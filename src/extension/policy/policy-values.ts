import * as v from 'valibot';
import { deviceId, rejectionWords, settingsChange } from '../../channel/contract/desk.ts';
import { namedHost } from '../../model/named-host.ts';
import {
  CARD_NUMBERS_IN_MESSAGES,
  HIDDEN_FROM,
  type Policy,
  type PolicyProblem,
  STRANGERS,
  UNREADABLE_DOMAIN,
  UNREADABLE_SERVICE,
  UNREADABLE_SIGN_IN,
  WHOLE,
} from '../../model/policy.ts';
import { lockMinutesOf } from '../../model/lock-minutes.ts';
import { isRetention, retentionDaysOf } from '../../model/retention-days.ts';
import {
  DEFAULT_SETTINGS,
  LANGUAGES,
  MAIN_WINDOWS,
  MAX_LOCK_MINUTES,
  MAX_REASON_LENGTH,
  MAX_REASONS,
  MAX_RETENTION_DAYS,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
  type Settings,
  THEMES,
} from '../../model/settings.ts';
import { SHORTCUT_MODIFIERS } from '../../model/shortcut-modifiers.ts';
import { gatherValues } from './gathered-values.ts';
import { allowList, choice, flag, hidingRules, type ManagedValue, valueOf, wholeNumber } from './managed-values.ts';
import { contactSignIn, httpAddress } from './service-shapes.ts';
import { namedOrigin } from '../named-origin.ts';

/** How agents sign in to the messaging server. */
const agentSignIn = v.strictObject({
  ...contactSignIn.entries,
  domain: v.pipe(
    v.string(),
    v.trim(),
    v.toLowerCase(),
    v.check((given) => namedHost(given) !== undefined),
  ),
  claim: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
});

const { invitationTimeoutMs, notificationTimeoutMs, isSoundOn, theme, language, mainWindow, shortcuts } = DEFAULT_SETTINGS;
const privilege = flag({ absent: true, unreadable: false });
const device = valueOf({ schema: deviceId, absent: undefined, unreadable: '', expected: 'text' });
const timeout = (unreadable: number) => wholeNumber({ least: MIN_TIMEOUT_MS, most: MAX_TIMEOUT_MS, unreadable });

/**
 * What can't be read, a number beyond the bounds included, counts as one minute. The bound wouldn't do in its place, because the desk would
 * be locked later than was meant.
 */
const minutesToLock: ManagedValue<number | undefined> = {
  absent: undefined,
  read(given, note) {
    const read = lockMinutesOf(given);
    if (read !== given) note('range', { choices: [0, MAX_LOCK_MINUTES] });
    return read;
  },
};

const daysKept: ManagedValue<number | undefined> = {
  absent: undefined,
  read(given, note) {
    if (!isRetention(given)) note('range', { choices: [1, MAX_RETENTION_DAYS] });
    return retentionDaysOf(given);
  },
};

/**
 * Settings that agents can't change once the policy has set them. A value that can't be read counts as the default, or as the choice that
 * shows less.
 */
const SETTINGS = {
  invitationTimeoutMs: timeout(invitationTimeoutMs),
  notificationTimeoutMs: timeout(notificationTimeoutMs),
  isSoundOn: flag({ absent: undefined, unreadable: isSoundOn }),
  areDesktopNotificationsOn: flag({ absent: undefined, unreadable: false }),
  isTextOnDesktop: flag({ absent: undefined, unreadable: false }),
  theme: choice(THEMES, { unreadable: theme }),
  language: choice(LANGUAGES, { unreadable: language }),
  mainWindow: choice(MAIN_WINDOWS, { unreadable: mainWindow }),
  shortcuts: choice(SHORTCUT_MODIFIERS, { unreadable: shortcuts }),
  lockAfterMinutes: minutesToLock,
  rejectionWords: valueOf({ schema: rejectionWords, absent: undefined, unreadable: '', expected: 'text' }),
  microphoneId: device,
  speakerId: device,
} as const satisfies { readonly [Name in keyof Settings]: ManagedValue<Settings[Name] | undefined> };

const host = v.pipe(
  v.string(),
  v.transform((given) => namedHost(given) ?? UNREADABLE_DOMAIN),
  v.minLength(1),
);

const reasons = v.pipe(v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_REASON_LENGTH))), v.maxLength(MAX_REASONS));

/** The values that an administrator can set through the browser (`storage.managed`). managed-schema.json lists the same for Chromium. */
export const MANAGED = {
  ...SETTINGS,
  domain: valueOf({ schema: host, absent: undefined, unreadable: UNREADABLE_DOMAIN, expected: 'host' }),
  service: valueOf({
    schema: v.pipe(v.string(), v.trim(), v.regex(/^(wss?:\/\/[^\s/]\S*(\s+|$)){1,8}$/)),
    absent: undefined,
    unreadable: UNREADABLE_SERVICE,
    expected: 'messaging-server',
  }),
  signIn: valueOf({ schema: agentSignIn, absent: undefined, unreadable: UNREADABLE_SIGN_IN, expected: 'sign-in' }),
  contactService: valueOf({ schema: httpAddress, absent: undefined, unreadable: undefined, expected: 'contact-service' }),
  directoryService: valueOf({ schema: httpAddress, absent: undefined, unreadable: undefined, expected: 'contact-service' }),
  contactSignIn: valueOf({ schema: contactSignIn, absent: undefined, unreadable: undefined, expected: 'contact-sign-in' }),
  isKeepingAllowed: flag({ absent: true, unreadable: false }),
  isPlainAllowed: flag({ absent: false, unreadable: false }),
  isSharedComputer: flag({ absent: false, unreadable: true }),
  allowedOrigins: allowList('origins', namedOrigin),
  caseData: hidingRules,
  guestHosts: allowList('hosts', namedHost),
  trustedDomains: allowList('hosts', namedHost),
  availabilityHubs: allowList('hosts', namedHost),
  strangers: choice(STRANGERS, { unreadable: 'dropped' }),
  canUse: privilege,
  canMake: privilege,
  canRelease: privilege,
  canCall: privilege,
  canWipe: privilege,
  notReadyReasons: valueOf({ schema: reasons, absent: undefined, unreadable: [], expected: 'texts' }),
  retentionDays: daysKept,
  addressesHiddenFrom: choice(HIDDEN_FROM, { unreadable: 'everybody' }),
  cardNumbersInMessages: choice(CARD_NUMBERS_IN_MESSAGES, { unreadable: 'mask' }),
} as const satisfies Readonly<Record<string, ManagedValue<unknown>>>;

type Key = keyof typeof MANAGED;
type Values = { readonly [Name in Key]: ReturnType<(typeof MANAGED)[Name]['read']> };
const SETTING_NAMES = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];
const CONTACT_KEYS = ['contactService', 'contactSignIn'] as const;
const KEYS: { readonly [Name in Key]: ManagedValue<Values[Name]> } = MANAGED;

/** The organisation's policy, as it stands in the browser, whatever stands there. */
export function policyOf(stored: unknown): Policy {
  const { given, problems } = gatherValues(stored, Object.keys(MANAGED));
  const read = <Name extends Key>(key: Name): Values[Name] => {
    if (!given.has(key)) return KEYS[key].absent;
    const noted: Omit<PolicyProblem, 'inForce'>[] = [];
    const value = KEYS[key].read(given.get(key), (expected, more) => noted.push({ key, expected, ...more }));
    if (!problems.some((problem) => problem.key === key || problem.key === WHOLE))
      problems.push(...noted.map((problem) => ({ ...problem, ...inForce(problem, value) })));
    return value;
  };
  const settings = v.parse(
    settingsChange,
    Object.fromEntries(SETTING_NAMES.filter((name) => given.has(name)).map((name) => [name, read(name)])),
  );
  const [contactService, signIn, directoryService] = [read('contactService'), read('contactSignIn'), read('directoryService')];
  const decided = CONTACT_KEYS.filter((key) => given.has(key));
  if (decided.length === 1 && (contactService ?? signIn)) problems.push(...decided.map((key) => ({ key, expected: 'both' as const })));
  return {
    privileges: {
      canUse: read('canUse'),
      canMake: read('canMake'),
      canRelease: read('canRelease'),
      canCall: read('canCall'),
      canWipe: read('canWipe'),
    },
    settings,
    domain: read('domain'),
    service: read('service'),
    signIn: read('signIn'),
    contactService,
    contactSignIn: signIn,
    // An agent's own contact service gets no token for the organisation's directory.
    directoryService: contactService !== undefined && signIn ? directoryService : undefined,
    areContactsDecided: decided.length > 0,
    isKeepingAllowed: read('isKeepingAllowed'),
    isPlainAllowed: read('isPlainAllowed'),
    isSharedComputer: read('isSharedComputer'),
    allowedOrigins: read('allowedOrigins'),
    addressesHiddenFrom: read('addressesHiddenFrom'),
    cardNumbersInMessages: read('cardNumbersInMessages'),
    guestHosts: read('guestHosts'),
    trustedDomains: read('trustedDomains'),
    availabilityHubs: read('availabilityHubs'),
    strangers: read('strangers'),
    caseData: read('caseData'),
    notReadyReasons: read('notReadyReasons'),
    retentionDays: read('retentionDays'),
    problems,
  };
}

/** What holds in place of a value that can't be read. Of a list, the other entries are in force, which needs no further words. */
function inForce({ expected }: Omit<PolicyProblem, 'inForce'>, value: unknown): Pick<PolicyProblem, 'inForce'> {
  return ['boolean', 'choice', 'range', 'text'].includes(expected) ? { inForce: JSON.stringify(value) } : {};
}
