import { localized, msg } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { baseStyles } from '../../components/kit/base.styles.ts';
import { ExtensionPage } from '../extension-page.ts';
import { optionsRootStyles } from '../options/options-root.styles.ts';

/**
 * Says what the tab with the calls' sound is there for, and what the browser's question in it is about.
 *
 * @tag backchannel-call-sound
 */
@customElement('backchannel-call-sound')
@localized()
export class CallSoundRoot extends ExtensionPage {
  static override styles = [
    baseStyles,
    optionsRootStyles,
    css`
      main {
        gap: 16px;
      }
    `,
  ];

  /** Whether the browser would ask for the microphone, or is asking. */
  @state() private isAskedFor = false;

  override firstUpdated(): void {
    void this.#followPermission();
  }

  protected override pageTitle(): string {
    return msg('Sound of your Backchannel calls');
  }

  protected override renderPage(lang: string): TemplateResult {
    return html`<main lang=${lang}>
      <h1>${this.pageTitle()}</h1>
      <p>${msg('This tab holds the sound of your voice calls. Leave it open while you are in one: if you close or reload it, the call ends.')}</p>
      <p>${msg('It closes itself a quarter of an hour after your last call.')}</p>
      <p>${msg('Backchannel needs the microphone for your voice calls, and uses it only while there is one. Nothing is recorded.')}</p>
      ${this.isAskedFor ? html`<p>${msg('Choose in the browser’s question that it may be used always: a call can’t ask while it rings.')}</p>` : nothing}
    </main>`;
  }

  async #followPermission(): Promise<void> {
    // A browser that doesn't know this permission asks by itself when a call needs it.
    const permission = await navigator.permissions.query({ name: 'microphone' }).catch(() => undefined);
    const look = () => (this.isAskedFor = permission?.state === 'prompt');
    permission?.addEventListener('change', look);
    look();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-call-sound': CallSoundRoot;
  }
}
