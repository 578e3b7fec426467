import * as v from 'valibot';

const NAME = 'told-notifications';

const told = v.record(v.string(), v.string());

/** Whether an earlier background has told the desktop something. */
export async function isAnythingTold(): Promise<boolean> {
  return Object.keys((await browser.storage.session.get(NAME))[NAME] ?? {}).length > 0;
}

/**
 * What the desktop was last told under each notification's id. It is kept until the browser ends, so that a background that was stopped doesn't show
 * the same again when it comes back.
 */
export class ToldNotifications {
  readonly #told = new Map<string, string>();

  /** Reads what an earlier background has told. */
  async load(): Promise<void> {
    const parsed = v.safeParse(told, (await browser.storage.session.get(NAME))[NAME]);
    if (parsed.success) for (const [id, what] of Object.entries(parsed.output)) this.#told.set(id, what);
  }

  get(id: string): string | undefined {
    return this.#told.get(id);
  }

  ids(): readonly string[] {
    return [...this.#told.keys()];
  }

  set(id: string, what: string): void {
    this.#told.set(id, what);
    this.#keep();
  }

  delete(id: string): void {
    this.#told.delete(id);
    this.#keep();
  }

  #keep(): void {
    void browser.storage.session.set({ [NAME]: Object.fromEntries(this.#told) });
  }
}
