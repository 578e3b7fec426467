import chevronLeft from '@vscode/codicons/src/icons/chevron-left.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import sidebarLeft from '@vscode/codicons/src/icons/layout-sidebar-left.svg';
import sidebarRight from '@vscode/codicons/src/icons/layout-sidebar-right.svg';
import { DockButton } from './dock-button.ts';
import { dockColors, PREFERENCES } from './dock-colors.ts';
import type { DockLook } from './dock-messages.ts';
import type { DockPlace } from './dock-place.ts';
import { DOCK_CLASS } from './earlier-docks.ts';
import { panelCss, STRIP_WIDTH, stripCss, tabBadgeCss, tabCss, tabHostCss, windowHostCss } from './dock.styles.ts';
import { HostGuard } from './host-guard.ts';
import { watchCovers, watchDisturbances } from './page-disturbances.ts';
import { PageRoom } from './page-room.ts';
import { ResizeHandle } from './resize-handle.ts';
import { Shield } from './shield.ts';

export interface DockElementOptions {
  /** The address of the extension's page in the dock. */
  readonly frameUrl: string;
  readonly place: DockPlace;
  readonly onPlace: (place: DockPlace) => void;
}

/**
 * The dock in a page: a tab at its edge, or the workspace in a frame with a strip of controls. All of it is in a closed shadow
 * tree, where neither the page's scripts nor its styles reach.
 */
export class DockElement {
  readonly #host = document.createElement('div');
  readonly #guard: HostGuard;
  readonly #tab = new DockButton(() => this.expand({ isFocusWanted: true }));
  readonly #panel = document.createElement('div');
  readonly #strip = document.createElement('div');
  readonly #collapseButton = new DockButton(() => this.collapse());
  readonly #sideButton = new DockButton(() => this.#move({ side: this.#side === 'right' ? 'left' : 'right' }));
  readonly #handle: ResizeHandle;
  readonly #shield: Shield;
  readonly #room = new PageRoom();
  readonly #stopWatching: readonly (() => void)[];
  readonly #preferences = PREFERENCES.map((query) => matchMedia(query));
  #frame: HTMLIFrameElement | undefined;
  #place: DockPlace;
  /** The workspace's width; while the agent drags it, it isn't that of the place yet. */
  #shownWidth = 0;
  #look: DockLook | undefined;

  constructor(private readonly options: DockElementOptions) {
    this.#place = options.place;
    this.#handle = new ResizeHandle({
      width: () => this.#panel.getBoundingClientRect().width - STRIP_WIDTH,
      widerTo: () => (this.#side === 'right' ? 'left' : 'right'),
      onWidth: (width, isDragging) => (isDragging ? this.#draw({ ...this.#place, width }) : this.#move({ width })),
    });
    this.#strip.append(this.#collapseButton.element, this.#sideButton.element, this.#handle.element);
    this.#strip.addEventListener('keydown', (event) => event.isTrusted && event.key === 'Escape' && this.collapse());
    this.#panel.className = DOCK_CLASS;
    this.#panel.append(this.#strip);
    this.#host.attachShadow({ mode: 'closed' }).append(this.#tab.element, this.#panel);
    this.#shield = new Shield(
      this.#panel,
      () => this.#frame,
      () => this.#look?.words.moved ?? '',
    );
    this.#guard = new HostGuard(this.#host, this.#shield.raise);
    this.#stopWatching = [watchDisturbances(this.#panel, this.#shield.raise), watchCovers(this.#panel, this.#shield.setCovered)];
    for (const preference of this.#preferences) preference.addEventListener('change', this.#redraw);
    addEventListener('resize', this.#makeRoom);
  }

  /** Shows what the background says. */
  show(look: DockLook): void {
    this.#look = look;
    this.#draw();
  }

  expand({ isFocusWanted = false } = {}): void {
    if (this.#place.isCollapsed) this.#move({ isCollapsed: false });
    if (isFocusWanted) this.#frame?.focus();
  }

  /** Collapses the dock. If the focus was in it, it moves to the tab. */
  collapse(): void {
    if (this.#place.isCollapsed) return;
    const hadFocus = document.activeElement === this.#host;
    this.#move({ isCollapsed: true });
    if (hadFocus) this.#tab.element.focus();
  }

  /** Removes the dock from the page, and stops watching the page. */
  remove(): void {
    for (const preference of this.#preferences) preference.removeEventListener('change', this.#redraw);
    removeEventListener('resize', this.#makeRoom);
    this.#room.giveBack();
    for (const stop of this.#stopWatching) stop();
    this.#guard.stop();
  }

  readonly #redraw = (): void => this.#draw();

  /** Has the page stand beside the dock, as wide as that is on screen. */
  readonly #makeRoom = (): void => {
    if (this.#place.isCollapsed) this.#room.giveBack();
    else this.#room.make(this.#side, this.#shownWidth + STRIP_WIDTH);
  };

  get #side(): 'left' | 'right' {
    return this.#place.side ?? (getComputedStyle(document.documentElement).direction === 'rtl' ? 'left' : 'right');
  }

  #move(change: Partial<DockPlace>): void {
    this.#place = { ...this.#place, ...change };
    this.#draw();
    this.options.onPlace(this.#place);
  }

  #draw({ width, isCollapsed } = this.#place): void {
    const look = this.#look;
    const side = this.#side;
    if (!look) return;
    const colors = dockColors(look.theme);
    const isRight = side === 'right';
    this.#tab.element.lang = look.language;
    this.#panel.lang = look.language;
    if (!isCollapsed) this.#loadFrame();
    this.#guard.style(isCollapsed ? tabHostCss(side) : windowHostCss(side, width));
    this.#tab.show(commentDiscussion, look.words.open, look.count > 0 ? [badge(look.count, tabBadgeCss(colors))] : []);
    this.#tab.style(isCollapsed ? tabCss(side, colors) : 'display:none', colors, colors.accent);
    this.#panel.style.cssText = isCollapsed ? 'display:none' : panelCss(side, colors);
    this.#strip.style.cssText = stripCss(colors);
    this.#collapseButton.show(isRight ? chevronRight : chevronLeft, look.words.collapse);
    this.#sideButton.show(isRight ? sidebarLeft : sidebarRight, isRight ? look.words.moveLeft : look.words.moveRight);
    for (const button of [this.#collapseButton, this.#sideButton])
      button.style(`inline-size:100%;block-size:28px;flex:none;color:${colors.foreground}`, colors, colors.hover);
    this.#handle.show(look.words.resize, width, colors);
    this.#shownWidth = width;
    this.#makeRoom();
  }

  /** Loads the frame only when it is wanted, so that a collapsed dock costs a page next to nothing. */
  #loadFrame(): void {
    if (this.#frame) return;
    const frame = document.createElement('iframe');
    this.#frame = frame;
    // The frame gets a storage of its own, which does no harm because it needs none, and a page with a Cross-Origin-Embedder-Policy lets it
    // in.
    frame.setAttribute('credentialless', '');
    frame.referrerPolicy = 'no-referrer';
    frame.allow = 'autoplay; clipboard-write';
    frame.title = 'Backchannel';
    // Its theme follows the agent's system, not the page's colour scheme.
    frame.style.cssText = 'all:initial;flex:1;min-inline-size:0;border:0;color-scheme:light dark';
    frame.src = this.options.frameUrl;
    this.#panel.append(frame);
  }
}

function badge(count: number, css: string): HTMLElement {
  const element = document.createElement('span');
  element.ariaHidden = 'true';
  element.style.cssText = css;
  element.textContent = count > 99 ? '99+' : String(count);
  return element;
}
