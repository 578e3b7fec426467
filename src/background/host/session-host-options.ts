import type { ContactAccess } from '../contacts/source/contact-sources.ts';
import type { IssuerTokens } from '../stream/issuer-tokens.ts';
import type { ToneHost } from '../voice/media-pages.ts';
import type { loadDeskCode } from './desk/desk-code.ts';
import type { HostVersionOptions } from './host-version.ts';
import type { IdleDetector } from './sign-in/idle-detector.ts';
import type { PolicySource } from './policy-in-force.ts';
import type { SessionMemory } from './sign-in/session-memory.ts';

export interface SessionHostOptions {
  /** The name under which an agent is remembered as signed in. A browser has one host for each profile. */
  readonly profile: string;
  readonly policy?: PolicySource;
  /** Holds what a restarted host has to know, and what no disk may hold. It is needed where the browser may stop the host. */
  readonly memory?: SessionMemory;
  /** Loads the code of the desk, where that is done in another way. */
  readonly loadDeskCode?: typeof loadDeskCode;
  /** Puts databases in memory in the place of the browser's, where that lets nothing be stored. */
  readonly loadMemoryStorage?: () => Promise<unknown>;
  /** Forgets what the browser holds of an agent outside of our databases: notifications, tokens, what they have entered. */
  readonly forgetAgent?: () => Promise<void>;
  /** The contact service that is chosen for this browser. If none is, pages bring contacts. */
  readonly contacts?: ContactAccess;
  /** The organisation's issuer, which gives tokens for the messaging server. Where there is none, pages may give them. */
  readonly tokens?: IssuerTokens;
  /** Opens a document for calls' sound, where views can't hold it. */
  readonly openMediaHost?: () => Promise<void>;
  /** Plays ring and ringback, where that document doesn't. */
  readonly toneHost?: ToneHost;
  /** Tells whether the agent is at their computer, where the browser knows that. */
  readonly idleDetector?: IdleDetector;
  /** Whether the agent is there only while a view is open. If so, the server is told when the last one is closed. */
  readonly isOnlyForViews?: boolean;
  /** What is needed to make room for a host of a newer build, where pages of several builds may share one. */
  readonly version?: HostVersionOptions;
  /** The computer's clock, milliseconds since the epoch. */
  readonly now?: () => number;
}
