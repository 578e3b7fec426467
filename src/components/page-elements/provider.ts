import { ContextProvider, provide } from '@lit/context';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import { type TabRef, tabRefOf } from '../../model/desk/tab-ref.ts';
import type { Overview } from '../../model/workspace.ts';
import { forgetChoices } from '../contact/context-memory.ts';
import { focusedElement } from '../kit/awaited-focus.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { workspaceContext } from '../kit/workspace-context.ts';
import { ActiveInteractionProvider } from '../workspace/active-interaction-provider.ts';
import { DeskOwner } from '../workspace/desk-owner.ts';
import { ReconnectController } from '../workspace/reconnect-controller.ts';
import { WorkspaceStart } from '../workspace/workspace-start.ts';
import { focusWishContext, type FocusWish } from './focus-wish.ts';

/**
 * Connects the elements that a page has put into a layout of its own: they share its workspace, and which interaction the agent is at. It has no box of
 * its own, so that it can be around any part of a page, or all of it.
 *
 * @tag backchannel-provider
 * @fires interaction-pick - The agent, or what they did, has brought an interaction up: `detail` is `{ of: 'session' | 'interaction', id }`. A page that
 * shows one thing at a time shows the element with the interaction now.
 * @slot - The page's layout, with the elements in it.
 */
@customElement('backchannel-provider')
export class WorkspaceProvider extends LitElement {
  static override styles = css`
    :host {
      display: contents;
    }
  `;

  /** What `openWorkspace` has returned. */
  @provide({ context: workspaceContext })
  @property({ attribute: false })
  workspace: Workspace | undefined;

  readonly #active = new ActiveInteractionProvider(this, {
    show: (tab, isFocusWanted) => this.#show(tab, isFocusWanted),
    onConsult: () => this.#wish('team-communicator'),
  });
  readonly #wishes = new ContextProvider(this, { context: focusWishContext });
  readonly #owner = new DeskOwner();
  readonly #overview = new SliceController<'overview'>(
    this,
    () => ({ kind: 'overview' }),
    (overview) => this.#onOverview(overview),
  );

  constructor() {
    super();
    new WorkspaceStart(this);
    new ReconnectController(this, { workspace: () => this.workspace, connection: () => this.#overview.slice?.connection });
  }

  /** Brings an interaction up in the elements that follow the agent, and moves the focus there. */
  showInteraction(tab: TabRef): void {
    this.#show(tab, true);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('workspace')) return;

    this.#active.forget();
    this.#overview.connect(this.workspace);
  }

  #show(tab: TabRef, isFocusWanted: boolean): void {
    this.#active.activate(tab);
    this.dispatchEvent(new CustomEvent('interaction-pick', { detail: tabRefOf(tab), bubbles: true, composed: true }));
    if (isFocusWanted) this.#wish(tabRefOf(tab));
  }

  #wish(target: FocusWish['target']): void {
    this.#wishes.setValue({ target, isFulfilled: false });
  }

  #onOverview(overview: Overview): void {
    // A lock changes nothing else here, so that what the agent had open is there again afterwards.
    if (overview.lock) return this.#owner.lock();
    if (this.#owner.follow(overview)) {
      forgetChoices(this.workspace);
      this.#active.forget();
    }
    this.#active.follow(overview, this.#isWriting);
  }

  /** Whether the agent is writing in a field of one of the elements, or of the page's own layout within. */
  get #isWriting(): boolean {
    const focused = focusedElement();
    const isText = focused instanceof HTMLTextAreaElement || focused instanceof HTMLInputElement;
    const { activeElement } = this.getRootNode() as Document | ShadowRoot;
    return isText && focused.value !== '' && this.contains(activeElement) && document.hasFocus();
  }

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-provider': WorkspaceProvider;
  }
}
