import { html, nothing, type TemplateResult } from 'lit';
import type { CrmDesk } from './crm-desk.ts';
import type { WorkItem } from './inbox.ts';

const STATES = { active: 'Talking', held: 'On hold', ended: 'The call is over' } as const;

/** The softphone with the call of a work item. */
export function renderSoftphone(item: WorkItem, desk: CrmDesk): TemplateResult {
  const { softphone } = desk;
  const state = softphone.stateOf(item.id) ?? 'ended';
  return html`
    <div class="softphone ${state}" role="group" aria-label="Softphone">
      <p role="status"><b>${STATES[state]}</b></p>
      ${
        state === 'ended'
          ? nothing
          : html`<p>
            ${
              state === 'active'
                ? html`<button @click=${() => desk.hold(item)}>Hold</button>`
                : html`<button @click=${() => desk.retrieve(item)}>Retrieve</button>`
            }
            <button @click=${() => softphone.hangUp(item.id)}>Hang up</button>
            <button @click=${() => softphone.hangUp(item.id)}>Contact hangs up</button>
          </p>`
      }
      <label><input type="checkbox" .checked=${softphone.isDown} @change=${() => (softphone.isDown = !softphone.isDown)} /> The telephony is down: nobody can be put on hold</label>
      <p class="muted">This CRM has a telephony of its own, which here only pretends: nothing of this call is heard. Backchannel has it put the contact on hold.</p>
    </div>
    <button class="primary" @click=${() => desk.finish(item)}>${state === 'ended' ? 'Close' : 'Hang up and Close'}</button>
  `;
}
