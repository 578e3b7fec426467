import type { VoiceCallView } from '../model/voice-call.ts';
import type { Overview } from '../model/workspace.ts';
import { showDesktopNotification } from './desktop-notification.ts';
import { ringingDesktopText } from './ringing-text.ts';

/** Shows calls that ring on the desktop, as long as they do. Their sound is the media host's. */
export class CallAnnouncer {
  readonly #announced = new Map<string, (() => void) | undefined>();

  constructor(private readonly onClick: (call: VoiceCallView) => void) {}

  /** Shows what is new among them, and takes back what is no longer among them. */
  follow(calls: readonly VoiceCallView[], overview: Overview): void {
    for (const call of calls) {
      if (this.#announced.has(call.id)) continue;
      const { title, body } = ringingDesktopText(call, overview, overview.settings);
      this.#announced.set(call.id, showDesktopNotification({ tag: call.id, title, body, onClick: () => this.onClick(call) }));
    }
    for (const [callId, withdraw] of this.#announced) {
      if (calls.some(({ id }) => id === callId)) continue;
      withdraw?.();
      this.#announced.delete(callId);
    }
  }

  /** Takes everything back from the desktop. */
  stop(): void {
    this.#announced.forEach((withdraw) => withdraw?.());
    this.#announced.clear();
  }
}
