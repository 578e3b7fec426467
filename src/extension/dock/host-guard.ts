/** A page that fights for its every node isn't fought at full speed: so often at once, and then each time after a while. */
const RESTORES_AT_ONCE = 10;
const RESTORE_AFTER_MS = 100;
const FORGIVEN_AFTER_MS = 5_000;

const OWN_ATTRIBUTES = ['style', 'popover'];

/**
 * Keeps the dock's host element in the page, in the top layer, and styled as it shall be, whatever scripts of the page do to it:
 * frameworks that own the whole document do so without any ill will.
 */
export class HostGuard {
  private readonly observer = new MutationObserver(() => this.onTouched());
  private readonly listening = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private restores = 0;
  private restoredAt = 0;
  private css = '';

  /** @param onDisturbed the page has touched it, so that it may have been elsewhere for a moment */
  constructor(
    private readonly host: HTMLElement,
    private readonly onDisturbed: () => void,
  ) {
    host.popover = 'manual';
    // The first comes while the page still hides it, the second when it is hidden.
    for (const type of ['beforetoggle', 'toggle']) host.addEventListener(type, (event) => event instanceof ToggleEvent && event.newState === 'closed' && this.onTouched());
    // Firefox doesn't tell what is covered: there what the page puts into the top layer mustn't come above the dock.
    if (!('isVisible' in IntersectionObserverEntry.prototype)) addEventListener('toggle', (event) => event.target !== host && this.raise(), { capture: true, signal: this.listening.signal });
    this.restore();
  }

  /** Styles the host by these declarations alone. */
  style(css: string): void {
    this.css = css;
    this.restore();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.listening.abort();
    this.observer.disconnect();
    this.css = '';
    this.host.remove();
  }

  /** Before anything else of the page's runs, and before anything is drawn. */
  private onTouched(): void {
    if (!this.css) return;
    this.onDisturbed();
    const now = Date.now();
    if (now - this.restoredAt > FORGIVEN_AFTER_MS) this.restores = 0;
    this.restoredAt = now;
    this.restores += 1;
    if (this.restores <= RESTORES_AT_ONCE) queueMicrotask(() => this.css && this.restore());
    else this.timer ??= setTimeout(() => this.restore(), RESTORE_AFTER_MS);
  }

  /** Above everything else in the top layer. */
  private raise(): void {
    if (!this.css || !this.host.matches(':popover-open')) return;
    this.onDisturbed();
    this.observer.disconnect();
    this.host.hidePopover();
    this.restore();
  }

  private restore(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.observer.disconnect();
    const { host } = this;
    const root = document.documentElement;
    if (host.parentNode !== root) root.append(host);
    for (const name of host.getAttributeNames()) if (!OWN_ATTRIBUTES.includes(name)) host.removeAttribute(name);
    if (host.popover !== 'manual') host.popover = 'manual';
    // By CSSOM, which no policy of the page forbids.
    host.style.cssText = this.css;
    if (!host.matches(':popover-open')) host.showPopover();
    // In a root that isn't rendered nothing is, the top layer included.
    if (getComputedStyle(root).display === 'none') root.style.setProperty('display', 'block', 'important');
    this.observer.observe(document, { childList: true });
    this.observer.observe(root, { childList: true });
    this.observer.observe(host, { attributes: true });
  }
}
