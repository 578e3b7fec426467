import { localized, msg } from '@lit/localize';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import type { VscodeCheckbox } from '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import close from '@vscode/codicons/src/icons/close.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { CommandInput } from '../channel/contract.ts';
import type { Settings } from '../model/settings.ts';
import { baseStyles } from './base.styles.ts';
import { buttonStyles } from './button.styles.ts';
import { icon } from './icon.ts';
import { refusalOf } from './refusal-text.ts';
import { settingsDialogStyles } from './settings-dialog.styles.ts';
import { shortcutList } from './shortcuts.ts';
import { SliceController } from './slice-controller.ts';

type Timeout = 'invitationTimeoutMs' | 'notificationTimeoutMs';

const THEMES: readonly Settings['theme'][] = ['auto', 'light', 'dark', 'high-contrast'];

/**
 * The agent's settings; each applies at once. Loaded when it is first opened.
 *
 * @tag backchannel-settings-dialog
 */
@customElement('backchannel-settings-dialog')
@localized()
export class SettingsDialog extends LitElement {
  static override styles = [baseStyles, buttonStyles, settingsDialogStyles];

  /** What the last change has to say. */
  @state() private said = '';

  @query('dialog') private dialog!: HTMLDialogElement;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  /** Opens the dialog. */
  async show(): Promise<void> {
    await this.updateComplete;
    this.dialog.showModal();
  }

  async #change(change: CommandInput<'changeSettings'>): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (commands) {
      this.said = await refusalOf(commands.changeSettings(change));
    }
  }

  #onTimeout(event: Event, name: Timeout): void {
    const field = event.currentTarget as VscodeTextfield;
    const seconds = Number(field.value);
    if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 600) {
      void this.#change({ [name]: seconds * 1_000 });
    } else {
      this.said = msg('Enter whole seconds from 1 to 600.');
    }
  }

  async #onDesktopNotifications(event: Event): Promise<void> {
    const areDesktopNotificationsOn = (event.currentTarget as VscodeCheckbox).checked;
    await this.#change({ areDesktopNotificationsOn });
    if (areDesktopNotificationsOn && 'Notification' in globalThis && (await Notification.requestPermission()) !== 'granted') {
      this.said = msg("The browser doesn't allow desktop notifications from this page. Allow them in the browser's settings for this site.");
    }
  }

  override render(): TemplateResult {
    const settings = this.#overview.slice?.settings;
    return html`<dialog aria-labelledby="title">
      <header>
        <h2 id="title">${msg('Settings')}</h2>
        <button class="icon-button" aria-label=${msg('Close')} title=${msg('Close')} @click=${() => this.dialog.close()}>${icon(close)}</button>
      </header>
      ${settings ? this.#renderSettings(settings) : nothing}
    </dialog>`;
  }

  #renderSettings(settings: Settings): TemplateResult {
    return html`<div class="body">
      ${this.#renderTimeout(settings, 'invitationTimeoutMs', msg('Invitation time-out (seconds)'), msg('How long a colleague has to accept your invitation'))}
      ${this.#renderTimeout(settings, 'notificationTimeoutMs', msg('Notification time-out (seconds)'), msg('How long a notification stays; the invitation stays pending after it'))}
      <vscode-checkbox
        label=${msg('Sound')}
        ?checked=${settings.isSoundOn}
        @change=${(event: Event) => void this.#change({ isSoundOn: (event.currentTarget as VscodeCheckbox).checked })}
      ></vscode-checkbox>
      <vscode-checkbox
        label=${msg('Desktop notifications')}
        ?checked=${settings.areDesktopNotificationsOn}
        @change=${(event: Event) => void this.#onDesktopNotifications(event)}
      ></vscode-checkbox>
      <vscode-checkbox
        label=${msg('Message text in desktop notifications')}
        ?checked=${settings.isTextOnDesktop}
        @change=${(event: Event) => void this.#change({ isTextOnDesktop: (event.currentTarget as VscodeCheckbox).checked })}
      ></vscode-checkbox>
      <div class="setting">
        <span aria-hidden="true">${msg('Theme')}</span>
        <vscode-single-select
          .label=${msg('Theme')}
          .value=${settings.theme}
          @change=${(event: Event) => this.#onTheme((event.currentTarget as VscodeSingleSelect).value)}
        >
          ${THEMES.map((theme) => html`<vscode-option value=${theme} ?selected=${theme === settings.theme}>${themeText(theme)}</vscode-option>`)}
        </vscode-single-select>
      </div>
      <p role="status">${this.said}</p>
      <section aria-labelledby="shortcuts">
        <h3 id="shortcuts">${msg('Keyboard shortcuts')}</h3>
        <dl>${shortcutList().map(({ keys, does }) => html`<dt><kbd>${keys}</kbd></dt><dd>${does}</dd>`)}</dl>
      </section>
    </div>`;
  }

  #onTheme(value: string): void {
    const theme = THEMES.find((known) => known === value);
    if (theme) {
      void this.#change({ theme });
    }
  }

  #renderTimeout(settings: Settings, name: Timeout, label: string, hint: string): TemplateResult {
    return html`<div class="setting">
      <span aria-hidden="true">${label}</span>
      <vscode-textfield
        type="number"
        min="1"
        max="600"
        step="1"
        .label=${label}
        title=${hint}
        .value=${String(settings[name] / 1_000)}
        @change=${(event: Event) => this.#onTimeout(event, name)}
      ></vscode-textfield>
      <span class="hint muted">${hint}</span>
    </div>`;
  }
}

function themeText(theme: Settings['theme']): string {
  switch (theme) {
    case 'auto':
      return msg('System');
    case 'light':
      return msg('Light');
    case 'dark':
      return msg('Dark');
    case 'high-contrast':
      return msg('High contrast');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-settings-dialog': SettingsDialog;
  }
}
