import * as v from 'valibot';

/** Where the grant is held in the browser's memory, under this name. */
const GRANT = 'messaging-grant';
/** Where it is kept that the agent has signed out, under this name. It is on the disk, so that no later start signs them in again by itself. */
const SIGNED_OUT = 'has-signed-out';

const heldGrant = v.object({
  /** Whose it is, a bare JID. */
  agent: v.string(),
  issuer: v.string(),
  clientId: v.string(),
  accessToken: v.string(),
  /** Milliseconds since the epoch; absent when the issuer doesn't say. */
  expiresAt: v.exactOptional(v.number()),
  refreshToken: v.exactOptional(v.string()),
});

/** What the issuer has granted an agent. */
export type HeldGrant = v.InferOutput<typeof heldGrant>;

/** Keeps the grant for as long as the browser runs: in its memory, out of reach of content scripts, and never on a disk. */
export interface GrantMemory {
  get(): Promise<HeldGrant | undefined>;
  put(grant: HeldGrant | undefined): Promise<void>;
  hasSignedOut(): Promise<boolean>;
  noteSignedOut(hasSignedOut: boolean): Promise<void>;
}

export const grantMemory: GrantMemory = {
  async get() {
    const parsed = v.safeParse(heldGrant, (await browser.storage.session.get(GRANT))[GRANT]);
    return parsed.success ? parsed.output : undefined;
  },
  async put(grant) {
    if (grant) await browser.storage.session.set({ [GRANT]: grant });
    else await browser.storage.session.remove(GRANT);
  },
  async hasSignedOut() {
    return (await browser.storage.local.get(SIGNED_OUT))[SIGNED_OUT] === true;
  },
  async noteSignedOut(hasSignedOut) {
    if (hasSignedOut) await browser.storage.local.set({ [SIGNED_OUT]: true });
    else await browser.storage.local.remove(SIGNED_OUT);
  },
};
