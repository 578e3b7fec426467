import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { baseStyles } from '../../components/kit/base.styles.ts';
import { ThemeController } from '../../components/workspace/theme-controller.ts';
import type { Settings } from '../../model/settings.ts';

/** How the switch reads and changes whether an origin's pages have the dock. */
export interface OriginSwitch {
  isOn(origin: string): Promise<boolean>;
  /** Asks for the permission. It has to be called in the press itself, because browsers ask only then. @returns what the browser made of it */
  turnOn(origin: string): Promise<boolean>;
  turnOff(origin: string): Promise<boolean>;
}

/**
 * The popup's line "Dock on crm.example": turns the dock on and off for the origin of the page in front.
 *
 * @tag backchannel-dock-switch
 */
@customElement('backchannel-dock-switch')
@localized()
export class DockSwitch extends LitElement {
  static override styles = [
    baseStyles,
    css`
      label {
        display: flex;
        gap: 8px;
        align-items: center;
        padding: 6px 12px;
        color: var(--vscode-foreground);
        background: var(--vscode-sideBar-background);
        border-block-end: 1px solid var(--vscode-panel-border);
      }

      input {
        margin: 0;
        flex: none;
        accent-color: var(--vscode-button-background);
      }

      span {
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** The origin of the page in front, such as `https://crm.example`. */
  @property() origin = '';

  /** The way to the browser's permissions. */
  @property({ attribute: false }) origins: OriginSwitch | undefined;

  /** The agent's setting. */
  @property() theme: Settings['theme'] = 'auto';

  @state() private isOn: boolean | undefined;

  constructor() {
    super();
    new ThemeController(this, () => this.theme);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  async #read(): Promise<void> {
    this.isOn = await this.origins?.isOn(this.origin);
  }

  async #change(turn: ((origin: string) => Promise<boolean>) | undefined): Promise<void> {
    // The press has changed how the control looks, but the agent may have refused, so that the browser is asked what is allowed now.
    await turn?.(this.origin).catch(() => false);
    await this.#read();
    this.requestUpdate();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.isOn === undefined) return nothing;
    const { isOn, origins } = this;
    return html`<label>
      <input
        type="checkbox"
        role="switch"
        .checked=${live(isOn)}
        @change=${() => void this.#change(isOn ? origins?.turnOff : origins?.turnOn)}
      />
      <span>${msg(str`Dock on ${new URL(this.origin).host}`)}</span>
    </label>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-dock-switch': DockSwitch;
  }
}
