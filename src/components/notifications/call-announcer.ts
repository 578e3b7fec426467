import type { VoiceCallView } from '../../model/call/voice-call.ts';
import type { Overview } from '../../model/workspace.ts';
import { showDesktopNotification } from './desktop-notification.ts';
import { ringingDesktopText } from '../../words/ringing-text.ts';
import { callsTitle } from '../../words/call-count-text.ts';
import { callGroups } from '../../model/desk/sender-groups.ts';

/** Shows calls on the desktop as long as they ring: one notification for each caller. The media host plays their sound. */
export class CallAnnouncer {
  readonly #announced = new Map<string, (() => void) | undefined>();

  constructor(private readonly onClick: (call: VoiceCallView) => void) {}

  /** Shows the calls that are new, and takes back the notifications of calls that don't ring any more. */
  follow(calls: readonly VoiceCallView[], overview: Overview): void {
    const groups = callGroups(calls);
    for (const group of groups) {
      const { key, shown } = group;
      if (this.#announced.has(key)) continue;
      const { title, body } = ringingDesktopText(shown, overview, overview.settings);
      this.#announced.set(
        key,
        showDesktopNotification({ tag: `calls ${key}`, title: callsTitle(group) || title, body, onClick: () => this.onClick(shown) }),
      );
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
