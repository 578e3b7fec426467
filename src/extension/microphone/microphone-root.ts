import { localized, msg } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles } from '../../components/kit/base.styles.ts';
import { buttonStyles } from '../../components/kit/button.styles.ts';
import { askForMicrophoneHere, microphoneProblemText } from '../../components/call/microphone-request.ts';
import { ExtensionPage } from '../extension-page.ts';
import { optionsRootStyles } from '../options/options-root.styles.ts';

/**
 * Asks for the microphone, which only a tab of the extension can, and not the document that holds the calls' sound. Closes itself when it is allowed.
 *
 * @tag backchannel-microphone
 */
@customElement('backchannel-microphone')
@localized()
export class MicrophoneRoot extends ExtensionPage {
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

  /** Closes the page. */
  @property({ attribute: false }) closePage: () => Promise<void> = () => Promise.resolve();

  @state() private problem = '';

  override firstUpdated(): void {
    void this.#ask();
  }

  protected override pageTitle(): string {
    return msg('Allow the microphone');
  }

  protected override renderPage(lang: string): TemplateResult {
    return html`<main lang=${lang}>
      <h1>${this.pageTitle()}</h1>
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
