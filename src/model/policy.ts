import type { Settings } from './settings.ts';

/** The privileges of internal IM. */
export interface Privileges {
  /** May use internal IM at all. */
  readonly canUse: boolean;
  /** May start a session. */
  readonly canMake: boolean;
  /** May end a session. */
  readonly canRelease: boolean;
}

/** What an organisation decides for its agents; where it decides nothing, they do. */
export interface Policy {
  readonly privileges: Privileges;
  /** Settings that agents see, but can't change. */
  readonly settings: Partial<Settings>;
  /** The messaging server's WebSocket address. */
  readonly service?: string;
  /** Agents may choose *Keep me signed in*. */
  readonly isKeepingAllowed: boolean;
  /** The only origins, such as `https://crm.example`, whose pages may have the dock. */
  readonly allowedOrigins?: readonly string[];
}

export const NO_POLICY: Policy = {
  privileges: { canUse: true, canMake: true, canRelease: true },
  settings: {},
  isKeepingAllowed: true,
};
