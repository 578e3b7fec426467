import type { Overview } from '../../model/workspace.ts';

/** Whose desk the workspace shows, and whether it asks the agent to sign in. */
export class DeskOwner {
  /** The agent whose desk was shown last, by bare JID. */
  #agent: string | undefined;
  #isSigningIn = false;

  /** Whether the sign-in form is shown. It stays while the attempt that it began connects. */
  get isSigningIn(): boolean {
    return this.#isSigningIn;
  }

  /** @returns whether the agent whose desk was shown has left it, or another has taken it over */
  follow({ me, connection: { status } }: Overview): boolean {
    // A host that has just been started doesn't know yet who is signed in.
    const isKnown = me !== undefined || status === 'signed-out';
    const hasLeft = isKnown && this.#agent !== undefined && me?.jid !== this.#agent;
    if (isKnown) this.#agent = me?.jid;
    this.#isSigningIn = status === 'signed-out' || (this.#isSigningIn && status === 'connecting' && !me);
    return hasLeft;
  }

  /** The desk is locked: the lock screen asks for the password in place of the form. */
  lock(): void {
    this.#isSigningIn = false;
  }
}
