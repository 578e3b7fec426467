import { html, render } from 'lit';
import { showAgentWorkspace } from '../../pages/agent-workspace.ts';
import { ContactApi } from './contact-api.ts';
import { CrmDesk } from './crm-desk.ts';
import { renderCrm } from './crm-views.ts';

/*
 * A CRM as an agent would have, with Backchannel docked beside the record. What it needs of Backchannel is `openWorkspace`
 * (agent-workspace.ts), and `openInteraction` and `onInteractionEvent` (crm-desk.ts).
 */

const main = document.querySelector('main');
const { workspace, agent, contacts } = await showAgentWorkspace();
if (main && contacts) {
  const say = (words: string) => render(html`<p class="waiting" role="status">${words}</p>`, main);
  const api = new ContactApi(contacts.service, contacts.getToken, () => say('The contact service is making up its contacts …'));
  const desk: CrmDesk = new CrmDesk(workspace, api, agent.jid, () => render(renderCrm(desk), main));
  await desk.start();
}
