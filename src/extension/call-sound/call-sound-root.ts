import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import { baseStyles } from '../../components/base.styles.ts';
import { LanguageController } from '../../components/language-controller.ts';
import { SliceController } from '../../components/slice-controller.ts';
import { ThemeController } from '../../components/theme-controller.ts';
import { optionsRootStyles } from '../options/options-root.styles.ts';

/**
 * Says what the tab with the calls' sound is there for, and what the browser's question in it is about.
 *
 * @tag backchannel-call-sound
 */
@customElement('backchannel-call-sound')
@localized()
export class CallSoundRoot extends LitElement {
  static override styles = [
    baseStyles,
    optionsRootStyles,
    css`
      main {
        gap: 16px;
      }
    `,
  ];

  /** The way to the session host. */
  @property({ attribute: false }) workspace: Workspace | undefined;

  /** The browser would ask, or is asking. */
  @state() private isAskedFor = false;

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
    void this.#followPermission();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.#language.locale) {
      document.title = msg('Sound of your Backchannel calls');
    }
  }

  override render(): TemplateResult | typeof nothing {
    const lang = this.#language.locale;
    if (!lang) {
      return nothing;
    }
    return html`<main lang=${lang}>
      <h1>${msg('Sound of your Backchannel calls')}</h1>
      <p>${msg('This tab holds the sound of your voice calls. Leave it open while you are in one: if you close or reload it, the call ends.')}</p>
      <p>${msg('It closes itself a quarter of an hour after your last call.')}</p>
      <p>${msg('Backchannel needs the microphone for your voice calls, and uses it only while there is one. Nothing is recorded.')}</p>
      ${this.isAskedFor ? html`<p>${msg('Choose in the browser’s question that it may be used always: a call can’t ask while it rings.')}</p>` : nothing}
    </main>`;
  }

  async #followPermission(): Promise<void> {
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
