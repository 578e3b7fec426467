import { type EmbeddedWorkspace, openWorkspace, type TelephonyOption } from '/embed/backchannel.js';
import { contactTokensOf } from './contact-token.ts';
import { type DemoAgent, readDemoInfo } from './demo-info.ts';

/** A demo agent's workspace, with the contact service if there is one. */
export interface AgentWorkspace {
  readonly workspace: EmbeddedWorkspace;
  readonly agent: DemoAgent;
  readonly contacts?: { readonly service: string; readonly directory?: string; readonly getToken: () => Promise<string> };
}

/** Shows the workspace of the agent whom the page's address names, signed in with the account that `/demo.json` lists. */
export async function showAgentWorkspace({ telephony }: { readonly telephony?: TelephonyOption } = {}): Promise<AgentWorkspace> {
  const logon = decodeURIComponent(location.pathname.split('/')[2] ?? '');
  const { websocket, contactService: service, directoryService: directory, guestHost, availabilityHubs, agents } = await readDemoInfo();
  const agent = agents.find(({ jid }) => jid.startsWith(`${logon}@`));
  if (!agent) throw new Error(`There is no demo agent “${logon}”.`);
  const contacts =
    service === undefined
      ? undefined
      : { service, ...(directory === undefined ? {} : { directory }), getToken: contactTokensOf(service, agent) };

  // Each profile has its own session host, so that two desks in one browser can be two agents.
  const workspace = openWorkspace({
    profile: logon,
    contacts,
    guestHosts: guestHost === undefined ? undefined : [guestHost],
    availabilityHubs,
    telephony,
  });
  const element = document.querySelector('backchannel-workspace');
  if (element) Object.assign(element, { workspace, titleCount: true, shortcuts: true });
  // If the browser last used another server, for example before `--reset`, its stored data is out of date and is deleted.
  if (localStorage.getItem(logon) !== websocket) await workspace.commands.signOut({});
  localStorage.setItem(logon, websocket);
  await workspace.commands.signIn({ jid: agent.jid, password: agent.password, service: websocket });
  return { workspace, agent, contacts };
}
