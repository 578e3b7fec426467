import type { Runtime } from 'webextension-polyfill';
import { type HeldChannel, heldChannel } from '../../channel/held-channel.ts';
import type { ChannelPort } from '../../channel/rpc.ts';
import { isInFrame } from '../own-page.ts';
import type { AllowedOrigins } from '../policy/allowed-origins.ts';

/** The extension's frames in the docks of pages: each may do something as long as the page around it may have the dock. */
export class DockFrames {
  readonly #frames = new Set<HeldChannel>();

  /** @param origins The list of allowed origins as it is now. */
  constructor(private readonly origins: () => Promise<AllowedOrigins>) {}

  /** The way to a view in a frame. */
  channel(channel: ChannelPort, sender: Runtime.MessageSender): ChannelPort {
    const frame = heldChannel(channel, () => this.#isAllowed(sender));
    this.#frames.add(frame);
    frame.onClose(() => this.#frames.delete(frame));
    // The frame is checked before it may say anything.
    frame.check();
    return frame;
  }

  /** Closes the ways of those that may not have them any more. What they send meanwhile waits until that is known. */
  check(): void {
    for (const frame of this.#frames) frame.check();
  }

  /** The tab of a frame that may ask for something; undefined for any other sender. */
  async tabOf(sender: Runtime.MessageSender): Promise<number | undefined> {
    return isInFrame(sender) && (await this.#isAllowed(sender)) ? sender.tab?.id : undefined;
  }

  /** Whether the page around the frame may have the dock. The browser doesn't tell the address of a page for which the permission is missing. */
  async #isAllowed({ tab }: Runtime.MessageSender): Promise<boolean> {
    return tab?.url !== undefined && URL.canParse(tab.url) && (await this.origins()).isAllowed(new URL(tab.url).origin);
  }
}
