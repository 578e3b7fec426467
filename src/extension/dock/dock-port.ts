import type { Runtime } from 'webextension-polyfill';
import * as v from 'valibot';
import { type FromDock, heardAtOf, maxJsonLengthOf, type ToDock } from './dock-messages.ts';
import { dockPlace } from './dock-places.ts';

const fromDock: v.GenericSchema<unknown, FromDock> = v.variant('type', [
  v.object({ type: v.literal('place'), place: dockPlace }),
  v.pipe(
    v.object({
      type: v.literal('request'),
      request: v.pipe(v.number(), v.integer(), v.minValue(0)),
      name: v.pipe(v.string(), v.maxLength(100)),
      json: v.string(),
    }),
    v.check(({ name, json }) => json.length <= maxJsonLengthOf(name)),
  ),
]);

/** The background's end of the port to the content script of one page. */
export class DockPort {
  isOpen = true;
  /** Whether the agent has collapsed the dock since the port was opened. It is known as soon as the page has told, before anything else that the dock says is carried out. */
  isCollapsed = false;
  #receive: ((message: FromDock) => void) | undefined;
  #received: FromDock[] = [];
  #whenClosed: (() => void) | undefined;

  private constructor(
    private readonly port: Runtime.Port,
    readonly origin: string,
    readonly tabId: number,
    /** When the page last heard of a background, in milliseconds since the epoch. It has missed what came later. */
    readonly heardAt: number,
  ) {
    // The listeners are added at once, because a port's messages are lost while nobody listens. What doesn't have the shape of a message is dropped.
    port.onMessage.addListener((message: unknown) => {
      const parsed = v.safeParse(fromDock, message);
      if (!parsed.success) return;
      if (parsed.output.type === 'place') this.isCollapsed = parsed.output.place.isCollapsed;
      if (this.#receive) this.#receive(parsed.output);
      else this.#received.push(parsed.output);
    });
    port.onDisconnect.addListener(() => {
      this.isOpen = false;
      this.#whenClosed?.();
    });
  }

  /**
   * The port as a dock's; undefined if it isn't one, or doesn't come from the top frame of a tab. The browser itself says where it comes
   * from.
   */
  static of(port: Runtime.Port): DockPort | undefined {
    const { tab, frameId, url } = port.sender ?? {};
    const origin = originOf(port.sender);
    const heardAt = heardAtOf(port.name, Date.now());
    if (heardAt === undefined || tab?.id === undefined || frameId !== 0 || !url || !origin) return undefined;
    return new DockPort(port, origin, tab.id, heardAt);
  }

  post(message: ToDock): void {
    if (this.isOpen) this.port.postMessage(message);
  }

  /** Sets the handler for messages, and gives it those that have come already. */
  onMessage(handler: (message: FromDock) => void): void {
    this.#receive = handler;
    this.#received.splice(0).forEach(handler);
  }

  /** Sets the handler for the end of the port, which isn't called if that was earlier. */
  onClose(handler: () => void): void {
    this.#whenClosed = handler;
  }

  /** Tells the page to remove its dock, and closes the port. */
  turnOff(): void {
    this.post({ type: 'off' });
    this.isOpen = false;
    this.port.disconnect();
  }
}

/**
 * The sender's origin, as the browser says it. A page in a sandbox has the origin `null`, whatever its address is. A sender without an origin gets
 * nothing.
 */
function originOf(sender: (Runtime.MessageSender & { readonly origin?: string }) | undefined): string | undefined {
  return sender?.origin;
}
