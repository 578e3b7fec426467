import { consume } from '@lit/context';
import { localized, msg } from '@lit/localize';
import lock from '@vscode/codicons/src/icons/lock.svg';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { AudioDevicesController } from '../call/audio-devices-controller.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { fieldStyles } from '../kit/field.styles.ts';
import { icon } from '../kit/icon.ts';
import { levelMeter, levelMeterStyles } from '../call/level-meter.ts';
import { type AskForMicrophone, microphoneRequestContext } from '../call/microphone-request-context.ts';
import { askForMicrophoneHere, microphoneProblemText } from '../call/microphone-request.ts';
import { MicrophoneTest } from './microphone-test.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { settingsFormStyles } from './settings-form.styles.ts';
import { SliceController } from '../kit/slice-controller.ts';

type DeviceSetting = 'microphoneId' | 'speakerId';

/** From this level on, the microphone counts as heard. */
const HEARD_LEVEL = 0.4;

/**
 * The microphone and the speaker for calls, and a test of the microphone.
 *
 * @tag backchannel-call-settings
 */
@customElement('backchannel-call-settings')
@localized()
export class CallSettings extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    levelMeterStyles,
    settingsFormStyles,
    css`
      h3 {
        margin: 4px 0 0;
        font-size: 13px;
        font-weight: 600;
      }
      .test {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      .meter {
        flex: 1 1 96px;
      }
      .button[aria-pressed='true'] {
        border-color: var(--vscode-inputOption-activeBorder);
        background: var(--vscode-inputOption-activeBackground);
        color: var(--vscode-inputOption-activeForeground);
      }
    `,
  ];

  @consume({ context: microphoneRequestContext, subscribe: true }) private askForMicrophone?: AskForMicrophone;

  /** The sentence that the last change or request has left. */
  @state() private said = '';
  @state() private test: MicrophoneTest | undefined;
  @state() private level = 0;
  /** Whether the microphone that is being tested has heard something. */
  @state() private isHeard = false;

  readonly #devices = new AudioDevicesController(this);
  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopTest();
  }

  /** Ends the test and lets go of the microphone. */
  stopTest(): void {
    this.test?.stop();
    this.test = undefined;
    this.level = 0;
  }

  async #change(name: DeviceSetting, id: string): Promise<void> {
    const commands = this.#overview.workspace?.commands;
    if (commands) this.said = await refusalOf(commands.changeSettings({ [name]: id }));

    if (name === 'microphoneId' && this.test) {
      this.stopTest();
      await this.#startTest(id);
    }
  }

  /** @returns whether the microphone may be used now */
  async #ask(): Promise<boolean> {
    try {
      await (this.askForMicrophone ?? askForMicrophoneHere)();
      this.said = '';
      await this.#devices.refresh();
      return true;
    } catch (error) {
      this.said = microphoneProblemText(error);
      return false;
    }
  }

  async #startTest(microphoneId: string): Promise<void> {
    if (!(await this.#ask())) return;

    const test = new MicrophoneTest();
    this.test = test;
    this.isHeard = false;
    try {
      await test.start(microphoneId, (level) => {
        this.level = level;
        this.isHeard ||= level > HEARD_LEVEL;
      });
    } catch (error) {
      this.stopTest();
      this.said = microphoneProblemText(error);
    }
  }

  override render(): TemplateResult | typeof nothing {
    const settings = this.#overview.slice?.settings;
    if (!settings) return nothing;

    const { canList, areKnown, microphones, speakers } = this.#devices;
    return html`
      <h3 id="calls">${msg('Calls')}</h3>
      ${
        canList
          ? html`
            ${this.#renderChoice('microphoneId', msg('Microphone'), settings.microphoneId, microphones)}
            ${this.#renderChoice('speakerId', msg('Speaker'), settings.speakerId, speakers)}
            ${
              areKnown
                ? nothing
                : html`<div class="test">
                  <button class="button secondary" aria-describedby="why" @click=${() => void this.#ask()}>${msg('Allow Microphone')}</button>
                  <span class="muted" id="why">${msg('The browser names the devices only then.')}</span>
                </div>`
            }
            <div class="test">
              <button class="button secondary" aria-pressed=${this.test !== undefined} @click=${() => (this.test ? this.stopTest() : void this.#startTest(settings.microphoneId))}>
                ${msg('Test Microphone')}
              </button>
              ${this.test ? levelMeter(this.level) : nothing}
            </div>
            <p role="status">${this.#testText || this.said}</p>
          `
          : html`<p class="muted">${msg("This page isn't secure (https), so the browser lets it make no calls.")}</p>`
      }
    `;
  }

  get #testText(): string {
    if (!this.test) return '';

    return this.isHeard ? msg('Your microphone works.') : msg('Say something: the bar shows how loud you are.');
  }

  #renderChoice(name: DeviceSetting, label: string, chosen: string, devices: readonly MediaDeviceInfo[]): TemplateResult {
    const isLocked = this.#overview.slice?.policy.settings[name] !== undefined;
    const isGone = chosen !== '' && !devices.some(({ deviceId }) => deviceId === chosen);
    const option = (value: string, text: string) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`;
    return html`<div class="setting">
      <label for=${name}>${label}</label>
      <select id=${name} ?disabled=${isLocked} @change=${(event: Event) => void this.#change(name, (event.currentTarget as HTMLSelectElement).value)}>
        ${option('', msg("The system's choice"))}
        ${devices.map(({ deviceId, label: text }) => option(deviceId, text || label))}
        ${isGone ? option(chosen, this.#devices.areKnown ? msg('Chosen before (not connected)') : msg('Chosen before')) : nothing}
      </select>
      ${isLocked ? html`<span class="hint muted">${icon(lock)}${msg('Set by your organization')}</span>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-call-settings': CallSettings;
  }
}
