/**
 * Has the browser ask before a document is left that holds the sound of calls, which ends with it. A document that listens for `beforeunload` isn't kept for
 * its return, so that it listens only then.
 */
export class CallGuard {
  #standing: AbortController | undefined;

  /** To be called when calls have come or gone. */
  follow(hasCalls: boolean): void {
    if (!hasCalls) {
      this.#standing?.abort();
      this.#standing = undefined;
    } else if (!this.#standing) {
      this.#standing = new AbortController();
      addEventListener('beforeunload', (event) => event.preventDefault(), { signal: this.#standing.signal });
    }
  }
}
