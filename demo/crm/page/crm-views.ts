import { html, nothing, type TemplateResult } from 'lit';
import type { CrmPastInteraction } from './contact-api.ts';
import type { CrmDesk } from './crm-desk.ts';
import type { WorkItem } from './inbox.ts';
import type { KeptConsultation } from './kept-work.ts';
import { renderSoftphone } from './softphone-view.ts';

const MEDIA = { voice: 'Call', email: 'E-mail', chat: 'Chat', im: 'Consultation' } as const;
const CONSULTATION_STATES = { started: 'asked', accepted: 'talking', ended: 'ended', done: 'done' } as const;

const dateText = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const logonOf = (jid: string) => jid.slice(0, jid.indexOf('@'));

/** The whole page but the widget. */
export function renderCrm(desk: CrmDesk): TemplateResult {
  return html`
    <nav aria-label="Work">
      ${renderItems('Open', desk.open, desk)} ${renderItems('Queue', desk.waiting, desk)}
      ${desk.items.length && !desk.waiting.length ? html`<p class="muted">Nothing waits. <button class="link" @click=${() => desk.reset()}>Start again</button></p>` : nothing}
    </nav>
    <article aria-label="Customer record">
      ${desk.problem ? html`<p class="problem" role="alert">${desk.problem}</p>` : nothing}
      ${desk.shown ? renderRecord(desk.shown, desk) : html`<p class="muted">Take an e-mail, a chat or a call from the queue.</p>`}
    </article>
  `;
}

function renderItems(title: string, items: readonly WorkItem[], desk: CrmDesk): TemplateResult {
  return html`
    <h2>${title} <span class="count">${items.length}</span></h2>
    <ul>
      ${items.map(
        (item) => html`<li>
          <button class="item" aria-current=${desk.shown === item} @click=${() => desk.take(item)}>
            <b>${item.contact.name}</b>
            <span class="muted">${MEDIA[item.medium]}, ${item.waitingMinutes} min</span>
            <span>${item.subject}</span>
          </button>
        </li>`,
      )}
    </ul>
  `;
}

function renderRecord(item: WorkItem, desk: CrmDesk): TemplateResult {
  const { contact } = item;
  return html`
    <header>
      <h1>${contact.name}</h1>
      <p class="muted">
        ${[contact.company, ...contact.numbers.map(({ value }) => value), ...contact.emails].filter(Boolean).join(' · ')}
      </p>
      <dl>${contact.attributes.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    </header>
    <section aria-label=${MEDIA[item.medium]}>
      <h2>${item.subject}</h2>
      <div class=${item.medium}>${item.text.map((text) => html`<p>${text}</p>`)}</div>
      ${item.medium === 'voice' ? renderSoftphone(item, desk) : renderAnswer(item, desk)}
    </section>
    ${renderConsultations(desk.consultationsOf(item))} ${renderHistory(desk.history)}
  `;
}

function renderAnswer(item: WorkItem, desk: CrmDesk): TemplateResult {
  const finish = (event: Event) => {
    event.preventDefault();
    void desk.finish(item);
  };
  return html`<form @submit=${finish}>
    <textarea aria-label="Answer" rows="3" placeholder="Write the answer …"></textarea>
    <button class="primary">Send and Close</button>
  </form>`;
}

function renderConsultations(consultations: readonly KeptConsultation[]): TemplateResult | typeof nothing {
  if (!consultations.length) return nothing;
  return html`<section aria-label="Consultations">
    <h2>Consultations</h2>
    ${consultations.map(
      ({ peer, state, transcript }) => html`<details ?open=${state === 'done'}>
        <summary><b>${logonOf(peer)}</b> <span class="muted">${CONSULTATION_STATES[state]}</span></summary>
        ${transcript.map(({ author, text }) => html`<p><b>${logonOf(author)}</b> ${text}</p>`)}
      </details>`,
    )}
  </section>`;
}

function renderHistory(history: readonly CrmPastInteraction[]): TemplateResult {
  return html`<section aria-label="History">
    <h2>History</h2>
    <table>
      <thead><tr><th>When</th><th>What</th><th>Subject</th><th>Agent</th><th>Outcome</th></tr></thead>
      <tbody>
        ${history.map(
          ({ medium, subject, startedAt, agent, outcome }) => html`<tr>
            <td>${dateText.format(startedAt)}</td>
            <td>${MEDIA[medium]}</td>
            <td>${subject}</td>
            <td>${agent.name}</td>
            <td>${outcome}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
