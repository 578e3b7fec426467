/** A page that fights for its every node isn't fought at full speed. */
const RESTORE_AFTER_MS = 100;

const OWN_ATTRIBUTES = ['style', 'popover'];

/**
 * Keeps the dock's host element in the page, in the top layer, and styled as it shall be, whatever scripts of the page do to it:
 * frameworks that own the whole document do so without any ill will.
 */
export class HostGuard {
  private readonly observer = new MutationObserver(() => this.schedule());
  private timer: ReturnType<typeof setTimeout> | undefined;
  private css = '';

  constructor(private readonly host: HTMLElement) {
    host.popover = 'manual';
    host.addEventListener('toggle', () => this.schedule());
    this.restore();
  }

  /** Styles the host by these declarations alone. */
  style(css: string): void {
    this.css = css;
    this.restore();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.observer.disconnect();
    this.css = '';
    this.host.remove();
  }

  private schedule(): void {
    if (this.css) this.timer ??= setTimeout(() => this.restore(), RESTORE_AFTER_MS);
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
