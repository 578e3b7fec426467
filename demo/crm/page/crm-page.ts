import { html, render } from 'lit';
import { showAgentWorkspace } from '../../pages/agent-workspace.ts';
import { ContactApi } from './contact-api.ts';
import { CrmDesk } from './crm-desk.ts';
import { renderCrm } from './crm-views.ts';
import { Softphone } from './softphone.ts';

/*
 * An example of an agent's CRM. It has a telephony of its own, and Backchannel docked beside the customer record. It calls `openWorkspace`
 * (agent-workspace.ts), `openInteraction` and `onInteractionEvent` (crm-desk.ts), and gives Backchannel its `telephony` (softphone.ts).
 */

const main = document.querySelector('main');
const softphone = new Softphone(`softphone ${location.pathname}`);
const { workspace, agent, contacts } = await showAgentWorkspace({ telephony: softphone });
if (main && contacts) {
  const say = (words: string) => render(html`<p class="waiting" role="status">${words}</p>`, main);
  const api = new ContactApi(contacts.service, contacts.getToken, () => say('The contact service is making up its contacts …'));
  const draw = () => render(renderCrm(desk), main);
  const desk: CrmDesk = new CrmDesk(workspace, api, softphone, agent.jid, draw);
  // Another tab has changed the softphone, which all tabs share.
  addEventListener('storage', draw);
  await desk.start();
}
