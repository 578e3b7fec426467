import type { CaseDataRule } from './case-data-rules.ts';
import type { Settings } from './settings.ts';

/** The privileges of internal IM. */
export interface Privileges {
  /** May use internal IM at all. */
  readonly canUse: boolean;
  /** May start a session. */
  readonly canMake: boolean;
  /** May end a session. */
  readonly canRelease: boolean;
  /** May call and consult by voice, and is called. */
  readonly canCall: boolean;
}

export const HIDDEN_FROM = ['nobody', 'contacts', 'everybody'] as const;

export const STRANGERS = ['dropped', 'marked'] as const;

/** How agents sign in to the contact service in the extension: OAuth 2.0 with PKCE. */
export interface ContactSignIn {
  /** The issuer's identifier (RFC 8414, 2): the address that its metadata is found by. */
  readonly issuer: string;
  /** What the issuer calls Backchannel. */
  readonly clientId: string;
  /** What is asked for, names with spaces between; without it, what the issuer gives by itself. */
  readonly scope?: string;
}

/** What an organisation decides for its agents; where it decides nothing, they do. */
export interface Policy {
  readonly privileges: Privileges;
  /** Settings that agents see, but can't change. */
  readonly settings: Partial<Settings>;
  /** The messaging server's WebSocket address. */
  readonly service?: string;
  /** The contact service's address. */
  readonly contactService?: string;
  readonly contactSignIn?: ContactSignIn;
  /** Agents may choose *Keep me signed in*. */
  readonly isKeepingAllowed: boolean;
  /** The only origins, such as `https://crm.example`, whose pages may have the dock. */
  readonly allowedOrigins?: readonly string[];
  /** Who isn't told this computer's network addresses in a call: the sound then goes by the organisation's TURN server. `contacts` by default. */
  readonly addressesHiddenFrom?: (typeof HIDDEN_FROM)[number];
  /** The hosts whose users are contacts who call, such as `guest.support.example`. Unset, every host below the agents' own is one. */
  readonly guestHosts?: readonly string[];
  /** The hosts, beside the agents' own, whose users are colleagues: exact hosts, nobody below them. */
  readonly trustedDomains?: readonly string[];
  /** What becomes of who is no colleague and no contact, and writes or calls: nothing, by default, or shown with the whole address and a mark. */
  readonly strangers?: (typeof STRANGERS)[number];
  /** What is hidden, masked, renamed and ordered of case data. */
  readonly caseData?: readonly CaseDataRule[];
}

export const NO_POLICY: Policy = {
  privileges: { canUse: true, canMake: true, canRelease: true, canCall: true },
  settings: {},
  isKeepingAllowed: true,
};
