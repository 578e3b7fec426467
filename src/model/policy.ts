import type { CaseDataRules } from './interaction/case-data-rules.ts';
import { type BareJid, domainOf } from './jid.ts';
import { DEFAULT_SETTINGS, type OwnSettings, type Settings, SHARED_LOCK_MINUTES } from './settings.ts';

/** The privileges of internal IM. The session host enforces them (each room's feature, and reach.ts), whichever view or page asks; views only show them. */
export interface Privileges {
  /** May use internal IM at all. */
  readonly canUse: boolean;
  /** May start a session. */
  readonly canMake: boolean;
  /** May end a session. */
  readonly canRelease: boolean;
  /** May call and consult by voice, and is called. */
  readonly canCall: boolean;
  /** May delete the sessions that were marked done from this browser. */
  readonly canWipe: boolean;
}

export const HIDDEN_FROM = ['nobody', 'contacts', 'everybody'] as const;

export const CARD_NUMBERS_IN_MESSAGES = ['ask', 'mask'] as const;
/** What becomes of a payment card number in a message that is about to be sent: the agent is asked, or it is masked. */
export type CardNumbersInMessages = (typeof CARD_NUMBERS_IN_MESSAGES)[number];

export const STRANGERS = ['dropped', 'marked'] as const;

/** What becomes of strangers, whatever is given. They are let in by the exact word only. */
export function strangersOf(given: unknown): (typeof STRANGERS)[number] {
  return given === 'marked' ? given : 'dropped';
}

/** How agents sign in to the contact service in the extension: OAuth 2.0 with PKCE. */
export interface ContactSignIn {
  /** The issuer's identifier (RFC 8414, 2): the address that its metadata is found by. */
  readonly issuer: string;
  /** What the issuer calls Backchannel. */
  readonly clientId: string;
  /** What is asked for, names with spaces between; without it, what the issuer gives by itself. */
  readonly scope?: string;
}

/** How agents sign in to the messaging server in the extension, where they do so at the organisation: OpenID Connect with PKCE. */
export interface AgentSignIn extends ContactSignIn {
  /** The domain of the agents' addresses. */
  readonly domain: string;
  /** The claim of the ID token that has an agent's name, alone or as name@domain; `preferred_username` by default. */
  readonly claim?: string;
}

/** What an organisation decides for its agents; where it decides nothing, they do. */
export interface Policy {
  readonly privileges: Privileges;
  /** Settings that agents see, but can't change. */
  readonly settings: Partial<Settings>;
  /** The only host whose agents may sign in, or `UNREADABLE_DOMAIN`. */
  readonly domain?: string;
  /** The messaging server's WebSocket address, or `UNREADABLE_SERVICE`. */
  readonly service?: string;
  /** Agents sign in at the organisation, and not by passwords. Where that was set and can't be read, nobody signs in. */
  readonly signIn?: AgentSignIn | typeof UNREADABLE_SIGN_IN;
  /** The contact service's address. */
  readonly contactService?: string;
  readonly contactSignIn?: ContactSignIn;
  /** The directory service's address. It takes the contact service's tokens, and counts only beside a contact service. */
  readonly directoryService?: string;
  /** The organisation has decided where contacts come from, even if its choice can't be read. What an agent has entered doesn't count then. */
  readonly areContactsDecided: boolean;
  /** Agents may choose *Keep me signed in*. */
  readonly isKeepingAllowed: boolean;
  /** The password, or a token, may go to the server as it is (SASL PLAIN), where it offers nothing better. */
  readonly isPlainAllowed: boolean;
  /** Several agents use this computer: what is stored can't be read once the browser has ended, and nobody is kept signed in. */
  readonly isSharedComputer: boolean;
  /** The only origins, such as `https://crm.example`, whose pages may have the dock. */
  readonly allowedOrigins?: readonly string[];
  /** Who isn't told this computer's network addresses in a call: the sound then goes by the organisation's TURN server. `contacts` by default. */
  readonly addressesHiddenFrom?: (typeof HIDDEN_FROM)[number];
  /** The hosts whose users are contacts who call, such as `guest.support.example`. Unset, every host below the agents' own is one. */
  readonly guestHosts?: readonly string[];
  /** The hosts, beside the agents' own, whose users are colleagues: exact hosts, nobody below them. */
  readonly trustedDomains?: readonly string[];
  /** The availability hubs, at most two: their addresses, which are hosts. They see when agents come and go, and are believed who is ready. */
  readonly availabilityHubs?: readonly string[];
  /** What becomes of who is no colleague and no contact, and writes or calls: nothing, by default, or shown with the whole address and a mark. */
  readonly strangers?: (typeof STRANGERS)[number];
  /** What is hidden, masked, renamed and ordered of case data. */
  readonly caseData?: CaseDataRules;
  /** What is offered beside Not Ready, in place of Backchannel's own reasons. */
  readonly notReadyReasons?: readonly string[];
  /** After how many days what is over is deleted from this browser. */
  readonly retentionDays?: number;
  /** `ask` by default. */
  readonly cardNumbersInMessages?: CardNumbersInMessages;
  /** The values that couldn't be read. A value that restricts then restricts most. */
  readonly problems: readonly PolicyProblem[];
}

/** What a value should have been. */
export type PolicyExpectation =
  | 'known'
  | 'boolean'
  | 'choice'
  | 'range'
  | 'text'
  | 'texts'
  | 'origins'
  | 'hosts'
  | 'host'
  | 'messaging-server'
  | 'contact-service'
  | 'contact-sign-in'
  | 'sign-in'
  | 'both'
  | 'rules'
  | 'values'
  | 'once';

/** Something that an administrator has set and that couldn't be read. What was set isn't in it: it may hold a secret. */
export interface PolicyProblem {
  /** The name of the value, as it was set. */
  readonly key: string;
  /** The place of a list's entry that couldn't be read, from 1 on. Only that entry counts for nothing. */
  readonly place?: number;
  readonly expected: PolicyExpectation;
  /** What would be valid, if it can be listed: the choices, or the least and the most. */
  readonly choices?: readonly (string | number)[];
  /** What holds in its place, as JSON. */
  readonly inForce?: string;
}

/** The value that holds others, as JSON: Chromium throws away what isn't of the type that managed-schema.json says, and a text it leaves alone. */
export const WHOLE = 'policy';

/**
 * Stands for a messaging server's address that was set and can't be read. Agents can't sign in then: to let them choose a server would be less
 * strict.
 */
export const UNREADABLE_SERVICE = 'unreadable';

/** Stands for a host that was set and can't be read: no address is of it, so that nobody can sign in. */
export const UNREADABLE_DOMAIN = '';
/** Stands for a sign-in that was set and can't be read. To let agents type a password would be less strict. */
export const UNREADABLE_SIGN_IN = 'unreadable' as const;

export const NO_POLICY: Policy = {
  privileges: { canUse: true, canMake: true, canRelease: true, canCall: true, canWipe: true },
  settings: {},
  areContactsDecided: false,
  isKeepingAllowed: true,
  isSharedComputer: false,
  problems: [],
  isPlainAllowed: false,
};

/** What holds on a shared computer, whatever else was set: nothing may be left on the disk, and desktops keep what a notification says. */
export function asInForce(policy: Policy): Policy {
  return policy.isSharedComputer
    ? { ...policy, isKeepingAllowed: false, settings: { ...policy.settings, isTextOnDesktop: false } }
    : policy;
}

/** A policy with the availability hubs that the agents' domain names, unless it names some, or says that there are none. */
export function withHubs(policy: Policy, hubs: readonly string[] | undefined): Policy {
  return policy.availabilityHubs || !hubs?.length ? policy : { ...policy, availabilityHubs: hubs };
}

/** The settings in force: the agent's own, and over them the policy's. */
export function settingsInForce(own: OwnSettings, { isSharedComputer, settings }: Policy): Settings {
  return { lockAfterMinutes: isSharedComputer ? SHARED_LOCK_MINUTES : DEFAULT_SETTINGS.lockAfterMinutes, ...own, ...settings };
}

/** Whether the agent of this address may use internal IM: as the privilege says, and as an agent of the organisation's host where one is set. */
export function mayUse({ privileges, domain }: Policy, jid: BareJid): boolean {
  return privileges.canUse && (domain === undefined || domainOf(jid) === domain);
}

/** The organisation has said that this agent may not use internal IM. Where that can't be read they may not either, but nothing is deleted for it. */
export function isUseWithdrawn({ privileges, problems }: Policy): boolean {
  return !privileges.canUse && !problems.some(({ key }) => key === 'canUse' || key === WHOLE);
}
