import { localized, msg } from '@lit/localize';
import mic from '@vscode/codicons/src/icons/mic.svg';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../kit/base.styles.ts';
import { icon } from '../kit/icon.ts';
import { levelMeter, levelMeterStyles } from './level-meter.ts';
import { OnScreenController } from '../kit/on-screen-controller.ts';
import { SliceController } from '../kit/slice-controller.ts';

/**
 * How loud the agent is in a call. The level is followed only while it can be seen. It is an element of its own, because it is drawn ten
 * times a second, and the call bar around it isn't drawn with it.
 *
 * @tag backchannel-call-level
 */
@customElement('backchannel-call-level')
@localized()
export class CallLevelMeter extends LitElement {
  static override styles = [
    baseStyles,
    levelMeterStyles,
    css`
      :host {
        display: inline-flex;
        gap: 4px;
        align-items: center;
      }
    `,
  ];

  @property() callId = '';

  readonly #screen = new OnScreenController(this, () => undefined);
  readonly #level = new SliceController<'call-level'>(this, () =>
    this.#screen.isOnScreen ? { kind: 'call-level', callId: this.callId } : undefined,
  );

  override render(): TemplateResult {
    return html`<span title=${msg('How loud you are')}>${icon(mic)}</span>${levelMeter(this.#level.slice?.own ?? 0)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-call-level': CallLevelMeter;
  }
}
