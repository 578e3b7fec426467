import { ContextConsumer, ContextProvider } from '@lit/context';
import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { type CSSResultGroup, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Workspace } from '../../channel/workspace.ts';
import type { Overview } from '../../model/workspace.ts';
import { connectionText } from '../../words/connection-text.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { workspaceContext } from '../kit/workspace-context.ts';
import { LanguageController } from '../workspace/language-controller.ts';
import { ThemeController } from '../workspace/theme-controller.ts';
import { WorkspaceStart } from '../workspace/workspace-start.ts';
import { pageElementStyles } from './page-element.styles.ts';
import './provider.ts';

/**
 * An element that a page puts into a layout of its own. Around the view that the whole workspace has too, it brings what the workspace brings there: the
 * theme's tokens, the language, and a line that says why there is nothing to show.
 */
export abstract class PageElement extends LitElement {
  static override styles: CSSResultGroup = [baseStyles, pageElementStyles];

  /** What `openWorkspace` has returned, where the element has no `<backchannel-provider>` around it. */
  @property({ attribute: false }) workspace: Workspace | undefined;

  #isBelowProvider = false;
  #hasHadWorkspace = false;
  readonly #within = new ContextProvider(this, { context: workspaceContext });
  readonly #start: WorkspaceStart;
  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #language = new LanguageController(this, () => this.#overview.slice?.settings.language ?? 'auto');

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.#start = new WorkspaceStart(this);
    new ThemeController(this, () => this.#overview.slice?.settings.theme ?? 'auto');
    new ContextConsumer(this, {
      context: workspaceContext,
      subscribe: true,
      callback: (workspace) => {
        this.#isBelowProvider = true;
        this.workspace = workspace;
      },
    });
  }

  /** What the session host tells, also while nobody is signed in. */
  protected get overview(): Overview | undefined {
    return this.#overview.slice;
  }

  /** The same, if an agent is signed in and the desk isn't locked. */
  protected get desk(): Overview | undefined {
    const { overview } = this;
    return overview?.me && !overview.lock && overview.connection.status !== 'signed-out' ? overview : undefined;
  }

  /** What stands in the element for an agent. */
  protected abstract renderView(desk: Overview): unknown;

  /** What stands there while nobody is signed in, or the desk is locked. */
  protected renderWithoutAgent({ lock, connection }: Overview): unknown {
    return renderLine(lock ? msg('The desk is locked.') : connectionText(connection));
  }

  /** What stands there until the session host answers, or if there is none. */
  protected renderStart(failure: string | undefined): unknown {
    return failure
      ? html`<backchannel-start-failure .code=${failure}></backchannel-start-failure>`
      : renderLine(connectionText({ status: 'starting' }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // If it comes back below a provider, that gives the workspace again before anything is drawn.
    if (this.#isBelowProvider) this.workspace = undefined;
    this.#isBelowProvider = false;
    this.#hasHadWorkspace = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('workspace')) return;

    this.#hasHadWorkspace ||= this.workspace !== undefined;
    this.#overview.connect(this.workspace);
    this.#within.setValue(this.workspace);
  }

  protected override updated(_changed: PropertyValues): void {
    if (this.#start.failure) void import('../workspace/start-failure.ts');
    const { workspace } = this;
    if (this.overview?.storageProblem) void import('../workspace/unkept-work.ts').then(({ guardUnkeptWork }) => guardUnkeptWork(workspace));
  }

  override render(): TemplateResult | typeof nothing {
    const lang = this.#language.locale;
    return lang ? html`<div class="page" lang=${lang}>${this.#renderContent()}</div>` : nothing;
  }

  #renderContent(): unknown {
    const { overview, desk } = this;
    // After `destroy()` there is nothing to say.
    if (!this.workspace) return this.#hasHadWorkspace ? nothing : renderLine(this.#missingText());
    if (!overview) return this.renderStart(this.#start.failure);
    // Another agent gets new views, so that nothing that was typed or searched stays.
    return keyed(overview.me?.jid, desk ? this.renderView(desk) : this.renderWithoutAgent(overview));
  }

  #missingText(): string {
    const { localName } = this;
    return this.#isBelowProvider
      ? msg(
          str`The <backchannel-provider> around <${localName}> has no workspace. Set its property “workspace” to what openWorkspace() returns.`,
        )
      : msg(str`There is no <backchannel-provider> around <${localName}>. Put one around it, or set its own property “workspace”.`);
  }
}

/** A line in place of a view. */
export const renderLine = (words: string): TemplateResult => html`<p class="line muted" role="status">${words}</p>`;
