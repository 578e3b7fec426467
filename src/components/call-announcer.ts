import type { VoiceCallView } from '../model/voice-call.ts';
import type { Overview } from '../model/workspace.ts';
import { showDesktopNotification } from './desktop-notification.ts';
import { ringingDesktopText } from './ringing-text.ts';
import { callsTitle } from './sender-count-text.ts';
import { callGroups } from './sender-groups.ts';

/** Shows calls that ring on the desktop, as long as they do: one notification for each caller. Their sound is the media host's. */
export class CallAnnouncer {
  readonly #announced = new Map<string, (() => void) | undefined>();

  constructor(private readonly onClick: (call: VoiceCallView) => void) {}

  /** Shows what is new among them, and takes back what is no longer among them. */
  follow(calls: readonly VoiceCallView[], overview: Overview): void {
    const groups = callGroups(calls);
    for (const group of groups) {
      const { key, shown } = group;
      if (this.#announced.has(key)) continue;
      const { title, body } = ringingDesktopText(shown, overview, overview.settings);
      this.#announced.set(key, showDesktopNotification({ tag: `calls ${key}`, title: callsTitle(group) || title, body, onClick: () => this.onClick(shown) }));
    }
    for (const [caller, withdraw] of this.#announced) {
      if (groups.some(({ key }) => key === caller)) continue;
      withdraw?.();
      this.#announced.delete(caller);
    }
  }

  /** Takes everything back from the desktop. */
  stop(): void {
    this.#announced.forEach((withdraw) => withdraw?.());
    this.#announced.clear();
  }
}
