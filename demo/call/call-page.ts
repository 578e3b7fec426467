import { render } from 'lit';
import { readDemoInfo } from '../pages/demo-info.ts';
import { Caller } from './caller.ts';
import type { Callee } from './call-state.ts';
import { type Callees, renderCall } from './call-view.ts';

/*
 * The page that a contact calls from. It is a client of its own, written by the standards and section 11 of docs/protocol.md. It shares no code with
 * Backchannel, so that it shows that any client can call.
 */

const { websocket, guestHost, agents } = await readDemoInfo();
// A cluster has several addresses.
const [address = ''] = websocket.split(' ');
const callable = agents.filter(({ spare }) => !spare).map(({ jid, name, groups = [] }) => ({ jid, name, groups }));
const groupNames = [...new Set(callable.flatMap(({ groups }) => groups))];

function calleesOf(parameters: URLSearchParams): Callees {
  const groups = groupNames.map((group): Callee => ({
    name: group,
    group,
    agents: callable.filter((agent) => agent.groups.includes(group)),
  }));
  const single = callable.map((agent): Callee => ({ name: agent.name, agents: [agent] }));
  const chosen =
    groups.find(({ group }) => group === parameters.get('group')) ??
    single.find(({ agents: [agent] }) => agent?.jid.split('@')[0] === parameters.get('to'));
  return { groups, agents: single, chosen };
}

const main = document.querySelector('main');
if (main && guestHost !== undefined) {
  const callees = calleesOf(new URLSearchParams(location.search));
  const caller: Caller = new Caller({ websocket: address, guestHost }, () => show());
  let shown = caller.state.status;
  const show = () => {
    render(renderCall(caller, callees), main);
    const isNew = shown !== caller.state.status;
    shown = caller.state.status;
    // The button that was pressed has gone, or is hidden with the form, so that the focus has to move.
    const active = document.activeElement;
    const isLost = !active || active === document.body || !active.checkVisibility();
    if (isNew && isLost) main.querySelector<HTMLElement>('.hang-up, form:not([hidden]) .call')?.focus();
  };
  show();
  setInterval(() => caller.state.status === 'connected' && show(), 500);
  // The page can't wait for an answer while it unloads, so that the other side may not hear of it.
  addEventListener('pagehide', () => caller.hangUp());
}
