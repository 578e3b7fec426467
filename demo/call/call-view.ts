import { html, nothing, type TemplateResult } from 'lit';
import type { Callee, ContactDetails } from './call-state.ts';
import { durationText, wordsOf } from './call-words.ts';
import type { Caller } from './caller.ts';

/** The groups and agents that can be called, and the one that the page's address asks for. */
export interface Callees {
  readonly groups: readonly Callee[];
  readonly agents: readonly Callee[];
  readonly chosen?: Callee;
}

/** The whole page: the form, and the call once the form is sent. */
export function renderCall(caller: Caller, callees: Callees): TemplateResult {
  const { status } = caller.state;
  const isOver = status === 'idle' || status === 'ended';
  return html`
    <h1>Call us</h1>
    <p class="status" role="status">${wordsOf(caller.state, caller.callee)}</p>
    ${renderDuration(caller)} ${isOver ? nothing : renderButtons(caller)} ${renderForm(caller, callees, !isOver)}
  `;
}

function renderDuration({ state }: Caller): TemplateResult | typeof nothing {
  if (state.status === 'connected')
    return html`<p class="duration" role="timer" aria-label="Time on the phone">${durationText(Date.now() - state.since)}</p>`;
  if (state.status === 'ended' && state.durationMs !== undefined)
    return html`<p class="duration">The call took ${durationText(state.durationMs)}.</p>`;
  return nothing;
}

function renderButtons(caller: Caller): TemplateResult {
  const { status } = caller.state;
  return html`<div class="buttons">
    ${status === 'connected' ? html`<button type="button" aria-pressed=${caller.isMuted} @click=${() => caller.setMuted(!caller.isMuted)}>Mute</button>` : nothing}
    ${status === 'preparing' ? nothing : html`<button type="button" class="hang-up" @click=${() => caller.hangUp()}>Hang up</button>`}
  </div>`;
}

/** The form stays in the page, hidden, during a call: what was filled in is there for the next call. */
function renderForm(caller: Caller, { groups, agents, chosen }: Callees, isHidden: boolean): TemplateResult {
  const all = [...groups, ...agents];
  const option = (callee: Callee) => html`<option value=${all.indexOf(callee)} ?selected=${callee === chosen}>${callee.name}</option>`;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: keyof ContactDetails) => String(form.get(name) ?? '').trim();
    const callee = all[Number(form.get('callee'))];
    if (callee) void caller.call(callee, { name: text('name'), number: text('number'), topic: text('topic') });
  };
  return html`<form ?hidden=${isHidden} @submit=${submit}>
    <label>Your name <input name="name" required maxlength="100" autocomplete="name" pattern=".*\\S.*" title="Your name" /></label>
    <label><span>Your number <small>(optional)</small></span> <input name="number" type="tel" maxlength="40" autocomplete="tel" /></label>
    <label>What is it about? <input name="topic" maxlength="200" /></label>
    <label
      >Whom to call
      <select name="callee">
        <optgroup label="Anyone in">${groups.map(option)}</optgroup>
        <optgroup label="Only">${agents.map(option)}</optgroup>
      </select></label
    >
    <p class="note">You talk by this browser’s microphone. No account, no telephone.</p>
    <button class="call">Call us</button>
  </form>`;
}
