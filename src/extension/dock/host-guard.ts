/**
 * How often the host is restored at once. After that each time waits a little, because a page that removes it again and again would
 * otherwise keep the processor busy.
 */
const RESTORES_AT_ONCE = 10;
const RESTORE_AFTER_MS = 100;
const FORGIVEN_AFTER_MS = 5_000;

const OWN_ATTRIBUTES = ['style', 'popover'];

/**
 * Keeps the dock's host element in the page, in the top layer, and styled as it shall be, whatever scripts of the page do to it:
 * frameworks that own the whole document do so without any ill will.
 */
export class HostGuard {
  readonly #observer = new MutationObserver(() => this.#isIntact || this.#onTouched());
  readonly #listening = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restores = 0;
  #restoredAt = 0;
  /** The host's style as it is wanted, and the same as the browser writes it. */
  #css = '';
  #writtenCss = '';

  /** @param onDisturbed Called when the page has touched the host, which may have been elsewhere on the screen for a moment */
  constructor(
    private readonly host: HTMLElement,
    private readonly onDisturbed: () => void,
  ) {
    host.popover = 'manual';
    // `beforetoggle` comes while the page is hiding the host, `toggle` when it is hidden.
    for (const type of ['beforetoggle', 'toggle'])
      host.addEventListener(type, (event) => event instanceof ToggleEvent && event.newState === 'closed' && this.#onTouched());
    // Firefox doesn't tell a frame what covers it, so that there the dock is hidden and shown again whenever the page puts something into
    // the top layer. What was shown last is on top.
    if (!('isVisible' in IntersectionObserverEntry.prototype)) {
      for (const type of ['toggle', 'fullscreenchange'])
        addEventListener(type, this.#comeAbove, { capture: true, signal: this.#listening.signal });
    }
    this.#restore();
  }

  /** Styles the host by these declarations alone. */
  style(css: string): void {
    this.#css = css;
    this.#restore();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#listening.abort();
    this.#observer.disconnect();
    this.#css = '';
    this.host.remove();
  }

  /** Whether the host is as it shall be. What the page does beside it, or takes back before anything is drawn, doesn't matter. */
  get #isIntact(): boolean {
    const host = this.host;
    return (
      host.parentNode === document.documentElement &&
      host.style.cssText === this.#writtenCss &&
      host.getAttributeNames().every((name) => OWN_ATTRIBUTES.includes(name)) &&
      host.matches(':popover-open')
    );
  }

  /** Restores the host after the page has touched it, in a microtask, which runs before anything is drawn. */
  #onTouched(): void {
    if (!this.#css) return;
    this.onDisturbed();
    const now = performance.now();
    if (now - this.#restoredAt > FORGIVEN_AFTER_MS) this.#restores = 0;
    this.#restoredAt = now;
    this.#restores += 1;
    if (this.#restores <= RESTORES_AT_ONCE) queueMicrotask(() => this.#css && this.#restore());
    else this.#timer ??= setTimeout(() => this.#restore(), RESTORE_AFTER_MS);
  }

  readonly #comeAbove = ({ target }: Event): void => {
    if (target !== this.host && this.#css && this.host.matches(':popover-open')) this.host.hidePopover();
  };

  #restore(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#observer.disconnect();
    const host = this.host;
    const root = document.documentElement;
    if (host.parentNode !== root) root.append(host);
    for (const name of host.getAttributeNames()) if (!OWN_ATTRIBUTES.includes(name)) host.removeAttribute(name);
    if (host.popover !== 'manual') host.popover = 'manual';
    // The style is set by CSSOM, which no Content-Security-Policy of the page forbids.
    host.style.cssText = this.#css;
    this.#writtenCss = host.style.cssText;
    if (!host.matches(':popover-open')) host.showPopover();
    // If the page doesn't render its root element, nothing in it is rendered, not even the top layer.
    if (getComputedStyle(root).display === 'none') root.style.setProperty('display', 'block', 'important');
    this.#observer.observe(document, { childList: true });
    this.#observer.observe(root, { childList: true });
    this.#observer.observe(host, { attributes: true });
  }
}
