import * as v from 'valibot';

/** Where the tokens are held in the browser's memory, under this name. */
export const HELD_TOKENS = 'contact-tokens';

const heldTokens = v.object({
  /** Whose tokens they are, a bare JID, as the contact service itself says. */
  agent: v.string(),
  /** What the service calls that agent. */
  name: v.string(),
  /** The only service that the tokens are sent to. */
  contactService: v.string(),
  issuer: v.string(),
  clientId: v.string(),
  accessToken: v.string(),
  /** Milliseconds since the epoch; absent when the issuer doesn't say. */
  expiresAt: v.optional(v.number()),
  refreshToken: v.optional(v.string()),
});

/** An agent's tokens, and where they are from. */
export type HeldTokens = v.InferOutput<typeof heldTokens>;

/** Keeps tokens for as long as the browser runs: in its memory, out of reach of content scripts, and never on a disk. */
export interface TokenMemory {
  get(): Promise<HeldTokens | undefined>;
  put(tokens: HeldTokens | undefined): Promise<void>;
}

export const tokenMemory: TokenMemory = {
  async get() {
    const parsed = v.safeParse(heldTokens, (await browser.storage.session.get(HELD_TOKENS))[HELD_TOKENS]);
    return parsed.success ? parsed.output : undefined;
  },
  async put(tokens) {
    if (tokens) await browser.storage.session.set({ [HELD_TOKENS]: tokens });
    else await browser.storage.session.remove(HELD_TOKENS);
  },
};
