import { consume } from '@lit/context';
import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Workspace } from '../../channel/workspace.ts';
import { baseStyles } from '../kit/base.styles.ts';
import '../case-data/case-data.ts';
import type { FieldEdit } from '../case-data/case-field-entry.ts';
import { choicesIn, choose, CONTEXT_TABS, sourceOf } from '../contact/context-choices.ts';
import type { ContextTab } from '../contact/context-memory.ts';
import { movedTabIndex } from '../kit/list-keys.ts';
import { sharedContextStyles } from './shared-context.styles.ts';
import { workspaceContext } from '../kit/workspace-context.ts';

/**
 * What is known of an interaction with a contact, in tabs: the agent's own, or one that the agent is consulted about.
 *
 * @tag backchannel-shared-context
 */
@customElement('backchannel-shared-context')
@localized()
export class SharedContext extends LitElement {
  static override styles = [baseStyles, sharedContextStyles];

  @consume({ context: workspaceContext, subscribe: true }) private workspace?: Workspace;

  /** Whether it is an interaction's context, or a consultation's. */
  @property() of: 'interaction' | 'session' = 'session';
  /** The interaction's id, or the consultation's. */
  @property() sourceId = '';
  /** The colleague who is going to see it; the agent can keep single fields back. Empty once it was sent, or when there is nobody. */
  @property() audience = '';

  @query('[aria-selected="true"]') private selectedTab!: HTMLElement;

  /**
   * The tabs that the agent has opened, and of which context. Only these are drawn: they keep what was searched, and nothing of a contact is asked
   * for before its tab is opened, because a contact service may note who has read what.
   */
  #opened: { readonly source: string; readonly tabs: Set<ContextTab> } = { source: '', tabs: new Set() };

  get #source(): string {
    return sourceOf(this);
  }

  get #tab(): ContextTab {
    return choicesIn(this.workspace, this.#source).tab;
  }

  override willUpdate(): void {
    if (this.#opened.source !== this.#source) this.#opened = { source: this.#source, tabs: new Set() };

    this.#opened.tabs.add(this.#tab);
    if (this.#tab === 'contact-information') void import('../contact/contact-information.ts');
    else if (this.#tab === 'contact-history') void import('../contact/contact-history.ts');
  }

  async #select(tab: ContextTab | undefined): Promise<void> {
    if (tab) {
      choose(this.workspace, this.#source, { tab });
      this.requestUpdate();
      await this.updateComplete;
      this.selectedTab.focus();
    }
  }

  #onKeydown(event: KeyboardEvent): void {
    const isRtl = getComputedStyle(this).direction === 'rtl';
    const moved = movedTabIndex(event.key, CONTEXT_TABS.indexOf(this.#tab), CONTEXT_TABS.length, isRtl);
    if (moved !== undefined) {
      event.preventDefault();
      void this.#select(CONTEXT_TABS[moved]);
    }
  }

  override render(): TemplateResult {
    // The panels are made anew for another interaction. A slice controller keeps its last slice until the next one comes, which would show one
    // contact under another.
    return html`
      <div class="tabs" role="tablist" aria-label=${msg('Shared context')} @keydown=${this.#onKeydown}>${CONTEXT_TABS.map((tab) => this.#renderTab(tab))}</div>
      ${keyed(this.#source, html`${CONTEXT_TABS.filter((tab) => this.#opened.tabs.has(tab)).map((tab) => this.#renderPanel(tab))}`)}
    `;
  }

  #renderTab(tab: ContextTab): TemplateResult {
    const isSelected = tab === this.#tab;
    const [name, shortName] = tabTexts(tab);
    return html`<div
      class="tab"
      role="tab"
      id="${tab}-tab"
      tabindex=${isSelected ? 0 : -1}
      aria-selected=${isSelected}
      aria-controls=${isSelected ? tab : nothing}
      aria-label=${name}
      title=${name}
      @click=${() => void this.#select(tab)}
    >
      ${shortName}
    </div>`;
  }

  #renderPanel(tab: ContextTab): TemplateResult {
    return html`<div class="panel" role="tabpanel" id=${tab} tabindex=${tab === 'contact-history' ? nothing : 0} aria-labelledby="${tab}-tab" ?hidden=${tab !== this.#tab}>
      ${this.#renderContent(tab)}
    </div>`;
  }

  #renderContent(tab: ContextTab): TemplateResult {
    const { of, sourceId, audience } = this;
    switch (tab) {
      case 'case-data':
        return html`${audience ? html`<p class="muted">${msg(str`${audience} sees what is checked as soon as you send a message.`)}</p>` : nothing}
          <backchannel-case-data
            .of=${of}
            .sourceId=${sourceId}
            .isChoosing=${audience !== ''}
            .edit=${choicesIn(this.workspace, this.#source).edit}
            .onEdit=${(edit: FieldEdit | undefined) => choose(this.workspace, this.#source, { edit })}
          ></backchannel-case-data>`;
      case 'contact-information':
        return html`<backchannel-contact-information .of=${of} .sourceId=${sourceId}></backchannel-contact-information>`;
      case 'contact-history':
        return html`<backchannel-contact-history .of=${of} .sourceId=${sourceId}></backchannel-contact-history>`;
    }
  }
}

/** A tab's name, and the shorter one that is written on it, because there is little room. */
function tabTexts(tab: ContextTab): readonly [name: string, shortName: string] {
  switch (tab) {
    case 'case-data':
      return [msg('Case Data'), msg('Case Data')];
    case 'contact-information':
      return [msg('Contact Information'), msg('Contact')];
    case 'contact-history':
      return [msg('Contact History'), msg('History')];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-shared-context': SharedContext;
  }
}
