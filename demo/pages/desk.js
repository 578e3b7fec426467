import { openWorkspace } from '/embed/backchannel.js';

document.documentElement.lang = new URLSearchParams(location.search).get('lang') ?? 'en';

// The desk of the agent whom the page's address names, signed in with the account that /demo.json lists.
const logon = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const { websocket, agents } = await (await fetch('/demo.json')).json();
const { jid, password } = agents.find((agent) => agent.jid.split('@')[0] === logon);

// One profile, one session host: two desks in one browser are two agents.
const workspace = openWorkspace({ profile: logon });
document.querySelector('backchannel-workspace').workspace = workspace;
// What this browser has stored of another server, such as of before `--reset`, is no more.
if (localStorage.getItem(logon) !== websocket) await workspace.commands.signOut({});
localStorage.setItem(logon, websocket);
await workspace.commands.signIn({ jid, password, service: websocket });
