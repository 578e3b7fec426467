import { provide } from '@lit/context';
import { LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Workspace } from '../channel/workspace.ts';
import { LanguageController } from '../components/workspace/language-controller.ts';
import { SliceController } from '../components/kit/slice-controller.ts';
import { ThemeController } from '../components/workspace/theme-controller.ts';
import { workspaceContext } from '../components/kit/workspace-context.ts';

/** A page of the extension's with a title of its own, in the agent's theme and language. */
export abstract class ExtensionPage extends LitElement {
  /** The way to the session host. */
  @provide({ context: workspaceContext })
  @property({ attribute: false })
  workspace: Workspace | undefined;

  protected readonly overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #language = new LanguageController(this, () => this.overview.slice?.settings.language ?? 'auto');

  constructor() {
    super();
    new ThemeController(this, () => this.overview.slice?.settings.theme ?? 'auto');
  }

  /** The title that the browser shows in the tab. */
  protected abstract pageTitle(): string;

  /** @param lang Of all that is in it */
  protected abstract renderPage(lang: string): TemplateResult | typeof nothing;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('workspace')) this.overview.connect(this.workspace);
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.#language.locale) document.title = this.pageTitle();
  }

  /** Renders nothing until the language is loaded, so that nothing is seen in another one before. */
  override render(): TemplateResult | typeof nothing {
    const lang = this.#language.locale;
    return lang ? this.renderPage(lang) : nothing;
  }
}
