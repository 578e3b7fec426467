import { provide } from '@lit/context';
import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import { baseStyles } from '../../components/base.styles.ts';
import { buttonStyles } from '../../components/button.styles.ts';
import { LanguageController } from '../../components/language-controller.ts';
import { askForMicrophoneHere, microphoneProblemText } from '../../components/microphone-request.ts';
import { SliceController } from '../../components/slice-controller.ts';
import { ThemeController } from '../../components/theme-controller.ts';
import { workspaceContext } from '../../components/workspace-context.ts';
import { optionsRootStyles } from '../options/options-root.styles.ts';

/**
 * Asks for the microphone: only a tab of the extension can, not what holds the calls' sound. Closes itself when it is allowed.
 *
 * @tag backchannel-microphone
 */
@customElement('backchannel-microphone')
@localized()
export class MicrophoneRoot extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    optionsRootStyles,
    css`
      main {
        justify-items: start;
        gap: 16px;
      }
    `,
  ];

  /** The way to the session host. */
  @provide({ context: workspaceContext })
  @property({ attribute: false })
  workspace: Workspace | undefined;

  /** Closes the page. */
  @property({ attribute: false }) closePage: () => Promise<void> = () => Promise.resolve();

  @state() private problem = '';

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #language = new LanguageController(this, () => this.#overview.slice?.settings.language ?? 'auto');

  constructor() {
    super();
    new ThemeController(this, () => this.#overview.slice?.settings.theme ?? 'auto');
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('workspace')) {
      this.#overview.connect(this.workspace);
    }
  }

  override firstUpdated(): void {
    void this.#ask();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.#language.locale) {
      document.title = msg('Allow the microphone');
    }
  }

  override render(): TemplateResult | typeof nothing {
    const lang = this.#language.locale;
    if (!lang) {
      return nothing;
    }
    return html`<main lang=${lang}>
      <h1>${msg('Allow the microphone')}</h1>
      <p>${msg('Backchannel needs the microphone for your voice calls, and uses it only while there is one. Nothing is recorded.')}</p>
      <p>${msg('Choose in the browser’s question that it may be used always: a call can’t ask while it rings.')}</p>
      <p role="status">${this.problem}</p>
      <button class="button" @click=${() => void this.#ask()}>${msg('Ask Again')}</button>
    </main>`;
  }

  async #ask(): Promise<void> {
    try {
      await askForMicrophoneHere();
    } catch (error) {
      this.problem = microphoneProblemText(error);
      return;
    }
    await this.workspace?.commands.retryMicrophone({});
    await this.closePage();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-microphone': MicrophoneRoot;
  }
}
