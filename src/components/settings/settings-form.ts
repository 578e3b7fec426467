import { localized, msg, str } from '@lit/localize';
import lock from '@vscode/codicons/src/icons/lock.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { CommandInput } from '../../channel/contract.ts';
import { SHORTCUT_MODIFIERS } from '../../model/shortcut-modifiers.ts';
import {
  LANGUAGES,
  MAIN_WINDOWS,
  MAX_LOCK_MINUTES,
  MAX_REJECTION_WORDS,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
  THEMES,
  type Settings,
} from '../../model/settings.ts';
import { baseStyles } from '../kit/base.styles.ts';
import './call-settings.ts';
import type { CallSettings } from './call-settings.ts';
import './blocked-list.ts';
import { fieldStyles } from '../kit/field.styles.ts';
import { icon } from '../kit/icon.ts';
import { rejectionWordsOf } from '../../words/rejection-words.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { languageText, mainWindowText, shortcutsText, themeText } from '../../words/setting-text.ts';
import { isMac } from '../../words/shortcut-keys.ts';
import { settingsFormStyles } from './settings-form.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';

type Timeout = 'invitationTimeoutMs' | 'notificationTimeoutMs';
type Switch = 'isSoundOn' | 'areDesktopNotificationsOn' | 'isTextOnDesktop';
type Choice = 'theme' | 'language' | 'mainWindow' | 'shortcuts';

/**
 * The agent's settings; each applies at once. What the organisation's policy sets is shown, locked.
 *
 * @tag backchannel-settings-form
 */
@customElement('backchannel-settings-form')
@localized()
export class SettingsForm extends LitElement {
  static override styles = [baseStyles, fieldStyles, settingsFormStyles];

  /** Whether the form is the extension's. There the agent also chooses where the main window opens. */
  @property({ type: Boolean }) hasMainWindow = false;

  /** Whether the page itself shows desktop notifications, and so has to ask the browser for the permission. */
  @property({ type: Boolean }) asksForNotifications = true;

  /** The sentence that the last change has left. */
  @state() private said = '';

  @query('backchannel-call-settings') private calls!: CallSettings | null;

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  /** Ends the microphone's test. To be called when the form isn't shown any more. */
  stopTest(): void {
    this.calls?.stopTest();
  }

  async #change(change: CommandInput<'changeSettings'>): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (commands) this.said = await refusalOf(commands.changeSettings(change));
  }

  #onTimeout(event: Event, name: Timeout): void {
    const timeoutMs = wholeNumberIn(event) * 1_000;
    if (timeoutMs >= MIN_TIMEOUT_MS && timeoutMs <= MAX_TIMEOUT_MS) void this.#change({ [name]: timeoutMs });
    else this.said = msg('Enter whole seconds from 1 to 600.');
  }

  #onLockMinutes(event: Event): void {
    const minutes = wholeNumberIn(event);
    if (minutes <= MAX_LOCK_MINUTES) void this.#change({ lockAfterMinutes: minutes });
    else this.said = msg(str`Enter whole minutes from 0 to ${MAX_LOCK_MINUTES}.`);
  }

  async #onSwitch(event: Event, name: Switch): Promise<void> {
    const { checked } = event.currentTarget as HTMLInputElement;
    await this.#change({ [name]: checked });
    const isAsking = name === 'areDesktopNotificationsOn' && checked && this.asksForNotifications && 'Notification' in globalThis;
    if (isAsking && (await Notification.requestPermission()) !== 'granted') {
      this.said = msg(
        "The browser doesn't allow desktop notifications from this page. Allow them in the browser's settings for this site.",
      );
    }
  }

  override render(): TemplateResult | typeof nothing {
    const settings = this.#overview.slice?.settings;
    if (!settings) return nothing;

    return html`
      ${this.#renderTimeout(settings, 'invitationTimeoutMs', msg('Invitation time-out (seconds)'), msg('How long a colleague has to accept your invitation'))}
      ${this.#renderTimeout(settings, 'notificationTimeoutMs', msg('Notification time-out (seconds)'), msg('How long a notification stays; the invitation stays pending after it'))}
      ${this.#renderSwitch(settings, 'isSoundOn', msg('Sound'))}
      ${this.#renderSwitch(settings, 'areDesktopNotificationsOn', msg('Desktop notifications'))}
      ${this.#renderSwitch(settings, 'isTextOnDesktop', msg('Message text in desktop notifications'))}
      ${this.#renderRejectionWords(settings)} ${this.#renderLockMinutes(settings)}
      ${this.#renderChoice(
        'theme',
        msg('Theme'),
        THEMES.map((value) => ({ value, text: themeText(value), isChosen: value === settings.theme })),
      )}
      ${this.#renderChoice(
        'language',
        msg('Language'),
        LANGUAGES.map((value) => ({ value, text: languageText(value), isChosen: value === settings.language })),
      )}
      ${
        this.hasMainWindow
          ? this.#renderChoice(
              'mainWindow',
              msg('Main window'),
              MAIN_WINDOWS.map((value) => ({ value, text: mainWindowText(value), isChosen: value === settings.mainWindow })),
            )
          : nothing
      }
      ${this.#renderChoice(
        'shortcuts',
        msg('Keyboard shortcuts'),
        // On a Mac, Option alone types characters, so that it isn't offered.
        SHORTCUT_MODIFIERS.filter((value) => value !== 'alt' || !isMac()).map((value) => ({
          value,
          text: shortcutsText(value),
          isChosen: value === settings.shortcuts,
        })),
      )}
      <p role="status">${this.said}</p>
      <backchannel-blocked-list></backchannel-blocked-list>
      ${this.#overview.slice?.policy.privileges.canCall ? html`<backchannel-call-settings></backchannel-call-settings>` : nothing}
    `;
  }

  #isLocked(name: keyof Settings): boolean {
    return this.#overview.slice?.policy.settings[name] !== undefined;
  }

  #renderLock(name: keyof Settings): TemplateResult | typeof nothing {
    return this.#isLocked(name) ? html`<span class="hint muted">${icon(lock)}${msg('Set by your organization')}</span>` : nothing;
  }

  #renderTimeout(settings: Settings, name: Timeout, label: string, hint: string): TemplateResult {
    return html`<div class="setting">
      <label for=${name}>${label}</label>
      <input
        id=${name}
        type="text"
        inputmode="numeric"
        aria-describedby="${name}-hint"
        ?disabled=${this.#isLocked(name)}
        .value=${String(settings[name] / 1_000)}
        @change=${(event: Event) => this.#onTimeout(event, name)}
      />
      <span class="hint muted" id="${name}-hint">${hint}</span>
      ${this.#renderLock(name)}
    </div>`;
  }

  #renderLockMinutes({ lockAfterMinutes }: Settings): TemplateResult {
    return html`<div class="setting">
      <label for="lockAfterMinutes">${msg('Lock the desk after (minutes)')}</label>
      <input
        id="lockAfterMinutes"
        type="text"
        inputmode="numeric"
        aria-describedby="lockAfterMinutes-hint"
        ?disabled=${this.#isLocked('lockAfterMinutes')}
        .value=${String(lockAfterMinutes)}
        @change=${(event: Event) => this.#onLockMinutes(event)}
      />
      <span class="hint muted" id="lockAfterMinutes-hint">${msg('When you have been away for so long; 0 is never')}</span>
      ${this.#renderLock('lockAfterMinutes')}
    </div>`;
  }

  #renderRejectionWords({ rejectionWords }: Settings): TemplateResult {
    return html`<div class="setting">
      <label for="rejectionWords">${msg('Words to reject an invitation with')}</label>
      <input
        id="rejectionWords"
        maxlength=${MAX_REJECTION_WORDS}
        placeholder=${rejectionWordsOf(undefined).join('; ')}
        aria-describedby="rejectionWords-hint"
        ?disabled=${this.#isLocked('rejectionWords')}
        .value=${rejectionWords}
        @change=${(event: Event) => void this.#change({ rejectionWords: (event.currentTarget as HTMLInputElement).value })}
      />
      <span class="hint muted" id="rejectionWords-hint">${msg('Separated by semicolons')}</span>
      ${this.#renderLock('rejectionWords')}
    </div>`;
  }

  #renderSwitch(settings: Settings, name: Switch, label: string): TemplateResult {
    return html`<div>
      <label class="check">
        <input type="checkbox" id=${name} ?disabled=${this.#isLocked(name)} .checked=${live(settings[name])} @change=${(event: Event) => void this.#onSwitch(event, name)} />${label}
      </label>
      ${this.#renderLock(name)}
    </div>`;
  }

  #renderChoice(
    name: Choice,
    label: string,
    options: readonly { readonly value: string; readonly text: string; readonly isChosen: boolean }[],
  ): TemplateResult {
    return html`<div class="setting">
      <label for=${name}>${label}</label>
      <select id=${name} ?disabled=${this.#isLocked(name)} @change=${(event: Event) => void this.#change({ [name]: (event.currentTarget as HTMLSelectElement).value })}>
        ${options.map(({ value, text, isChosen }) => html`<option value=${value} .selected=${isChosen}>${text}</option>`)}
      </select>
      ${this.#renderLock(name)}
    </div>`;
  }
}

/** The whole number in a field, or NaN. The browser's own fields for numbers drop a comma that isn't their language's, and make 15 of "1,5". */
function wholeNumberIn(event: Event): number {
  const { value } = event.currentTarget as HTMLInputElement;
  return /^\s*\d+\s*$/.test(value) ? Number(value) : NaN;
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-settings-form': SettingsForm;
  }
}
