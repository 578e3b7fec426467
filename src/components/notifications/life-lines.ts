import type { Settings } from '../../model/settings.ts';
import type { ImSessionView } from '../../model/workspace.ts';

/** The lines that show how long the notifications stay, each as it was when first shown, so that it doesn't start again. */
export class LifeLines {
  readonly #styles = new Map<string, string>();

  begin({ id, state }: ImSessionView, { notificationTimeoutMs }: Settings): void {
    if (state.status !== 'invited' || this.#styles.has(id)) return;
    const left = Math.max(0, state.notificationExpiresAt - Date.now());
    const total = Math.max(left, notificationTimeoutMs);
    this.#styles.set(id, `animation-duration: ${total}ms; animation-delay: ${left - total}ms`);
  }

  styleOf({ id }: ImSessionView): string {
    return this.#styles.get(id) ?? '';
  }
}
