import type { ConnectionState, StorageProblem } from '../../model/workspace.ts';

/** What a browser says that lets nothing be stored at all. Firefox says the second in some private windows. */
const NOTHING_KEPT: readonly unknown[] = ['storage-unavailable', 'storage-cleared'] satisfies StorageProblem[];

/** Lets a host work in memory where its browser lets nothing be stored, so that the agent can talk nevertheless. Views say that nothing is kept. */
export class UnkeptStorage {
  #isInUse = false;

  /** @param load Puts databases in memory in the place of the browser's. Without it nobody can sign in in such a browser */
  constructor(private readonly load: (() => Promise<unknown>) | undefined) {}

  /** Why nothing is kept; undefined where it is. */
  get problem(): StorageProblem | undefined {
    return this.#isInUse ? 'storage-unavailable' : undefined;
  }

  /** Begins, and if nothing can be stored, begins anew in memory. @param stateOf Whether that is so, once it has begun */
  async begin(start: () => Promise<void>, stateOf: () => ConnectionState): Promise<void> {
    await start();
    const state = stateOf();
    if (!this.load || state.status !== 'signed-out' || !NOTHING_KEPT.includes(state.problem)) return;
    await this.load();
    this.#isInUse = true;
    await start();
  }
}
