/** An account of a private messaging server. `host` is one of its virtual hosts, `localhost` when absent. */
export interface ServerAccount {
  readonly username: string;
  readonly password: string;
  readonly host?: string;
  /** The hash that Prosody stores its password by; SHA-256 when absent. The host's `password_hash` has to be the same. */
  readonly hash?: 'SHA-1' | 'SHA-256';
  /** The display name in its vCard, at a Prosody. */
  readonly name?: string;
}

/** A group of a roster that the server makes: its members have each other in their rosters. */
export interface RosterGroup {
  readonly name: string;
  readonly members: readonly { readonly jid: string; readonly name: string }[];
  /** Whether everybody has the group in their roster, and not only its members. */
  readonly isPublic?: boolean;
}
