import { cutText } from './text/cut-text.ts';
import type { SignInProblem } from './workspace.ts';

/** SCRAM (RFC 5802, 7677) by the hashes that servers use, strongest first. */
export const SCRAM_MECHANISMS = ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'SCRAM-SHA-1'] as const;
export type ScramMechanism = (typeof SCRAM_MECHANISMS)[number];

/** What a password signs in by, strongest first. PLAIN (RFC 4616) gives the server the password itself. */
const PASSWORD_MECHANISMS = [...SCRAM_MECHANISMS, 'PLAIN'] as const;
/**
 * What a bearer token signs in by, strongest first. X-OAUTH2 is an older form of OAUTHBEARER, which some servers have in its place; others take
 * a token as PLAIN's password only.
 */
const TOKEN_MECHANISMS = ['OAUTHBEARER', 'X-OAUTH2', 'PLAIN'] as const;

export const MECHANISMS = [...PASSWORD_MECHANISMS, 'OAUTHBEARER', 'X-OAUTH2'] as const;
/** A SASL mechanism that Backchannel signs in by. */
export type Mechanism = (typeof MECHANISMS)[number];

export interface SignInChoice {
  /** The names that the server offers. They come from outside, so that they may be anything. */
  readonly offered: readonly string[];
  /** What the agent, or this browser, has to sign in with; keys are good for one mechanism only. */
  readonly secret: 'password' | 'token' | ScramMechanism;
  /** The mechanisms that this account has signed in by before in this browser. */
  readonly used: readonly Mechanism[];
  readonly isPlainAllowed: boolean;
}

/**
 * The mechanism to sign in by, or why there is none. A server that offers only what is weaker than what the account has used is
 * refused: somebody between it and the agent may have taken the stronger ones out of its offer.
 */
export function chooseMechanism({
  offered,
  secret,
  used,
  isPlainAllowed,
}: SignInChoice): { readonly mechanism: Mechanism } | { readonly problem: SignInProblem; readonly detail?: string } {
  const known: readonly Mechanism[] = secret === 'token' ? TOKEN_MECHANISMS : PASSWORD_MECHANISMS;
  const best = known.findIndex((name) => offered.includes(name));
  const mechanism = known[best];
  if (mechanism === undefined) return { problem: 'no-common-sign-in', detail: cutText(offered.join(' '), 200) };
  const pinned = secret === 'token' || secret === 'password' ? used : [...used, secret];
  const strongestUsed = known.findIndex((name) => pinned.includes(name));
  if (strongestUsed >= 0 && best > strongestUsed)
    return { problem: 'weaker-sign-in', detail: `${mechanism} < ${known[strongestUsed] ?? ''}` };
  if (mechanism === 'PLAIN' && !isPlainAllowed) return { problem: 'plain-sign-in' };
  if (secret === 'token' || secret === 'password') return { mechanism };
  // The server keeps another hash of the password now: these keys are of no use for it.
  return offered.includes(secret) ? { mechanism: secret } : { problem: 'password-needed' };
}

/** The mechanisms that an account has signed in by, with one more. */
export function withMechanism(used: readonly Mechanism[], mechanism: Mechanism | undefined): Mechanism[] {
  return [...new Set([...used, ...(mechanism === undefined ? [] : [mechanism])])];
}
