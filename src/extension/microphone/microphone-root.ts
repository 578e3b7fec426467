import { provide } from '@lit/context';
import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import { baseStyles } from '../../components/base.styles.ts';
import { buttonStyles } from '../../components/button.styles.ts';
import { LanguageController } from '../../components/language-controller.ts';
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

  @state() private problem: 'refused' | 'missing' | undefined;

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
      <p role="status">${this.#problemText()}</p>
      <button class="button" @click=${() => void this.#ask()}>${msg('Ask Again')}</button>
    </main>`;
  }

  #problemText(): string {
    switch (this.problem) {
      case 'refused':
        return msg('The browser doesn’t let Backchannel use the microphone. Allow it at the page’s icon in the address bar, then ask again.');
      case 'missing':
        return msg('No microphone was found. Connect one, then ask again.');
      case undefined:
        return '';
    }
  }

  async #ask(): Promise<void> {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      for (const track of stream.getTracks()) track.stop();
      await this.workspace?.commands.retryMicrophone({});
      await this.closePage();
    } catch (error) {
      this.problem = error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'missing';
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-microphone': MicrophoneRoot;
  }
}
