import type { StorageProblem } from '../../model/workspace.ts';
import { withBrowserDatabase } from '../../storage/browser-database.ts';
import { StorageError } from '../../storage/database.ts';

/** What a browser says that lets nothing be stored at all. Firefox says the second in some private windows. */
const NOTHING_KEPT: readonly StorageProblem[] = ['storage-unavailable', 'storage-cleared'];

/** Lets a host work in memory where its browser lets nothing be stored, so that the agent can talk nevertheless. Views say that nothing is kept. */
export class UnkeptStorage {
  #isInUse = false;

  /** @param load Puts databases in memory in the place of the browser's. Without it nobody can sign in in such a browser */
  constructor(private readonly load: (() => Promise<unknown>) | undefined) {}

  /** Why nothing is kept; undefined where it is. */
  get problem(): StorageProblem | undefined {
    return this.#isInUse ? 'storage-unavailable' : undefined;
  }

  /** Resolves when something can be stored, if only in memory. To be called before anything is, so that no view is told of a failure that passes. */
  async prepare(): Promise<void> {
    if (!this.load || (await canKeep())) return;
    await this.load();
    this.#isInUse = true;
  }
}

async function canKeep(): Promise<boolean> {
  try {
    await withBrowserDatabase(() => Promise.resolve());
    return true;
  } catch (error) {
    return !(error instanceof StorageError && NOTHING_KEPT.includes(error.problem));
  }
}
