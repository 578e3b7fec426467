import type { DemoAgent } from './agents.ts';
import { escapeHtml } from './escape-html.ts';

interface Page {
  readonly title: string;
  readonly body: string;
  readonly script?: string;
  /** The style sheet that the page has besides the common one. */
  readonly style?: string;
  readonly className?: string;
}

function page({ title, body, script, style, className }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="/style/icon.svg">
<link rel="stylesheet" href="/style/demo.css">
${style ? `<link rel="stylesheet" href="${style}">` : ''}
${script ? `<script type="module" src="${script}"></script>` : ''}
</head>
<body${className ? ` class="${className}"` : ''}>
${body}
</body>
</html>
`;
}

/** The local part of an agent's address, which the address of the desk ends in. */
export function logonOf(agent: DemoAgent): string {
  return agent.jid.slice(0, agent.jid.indexOf('@'));
}

/** Two desks side by side. */
export function twoDesksPage(left: DemoAgent, right: DemoAgent): string {
  const desk = (agent: DemoAgent) =>
    `<iframe src="/desk/${encodeURIComponent(logonOf(agent))}" title="Desk of ${escapeHtml(agent.name)}" allow="clipboard-write"></iframe>`;
  const [a, b] = [escapeHtml(logonOf(left)), escapeHtml(logonOf(right))];
  return page({
    title: `Backchannel demo: ${left.name} and ${right.name}`,
    className: 'two-desks',
    body: `<header>
<h1>Backchannel</h1>
<p>You are both agents: as <b>${a}</b>, find <b>${b}</b> in the Team Communicator, send an Instant Message, and accept it as ${b}.</p>
<nav><a href="/call" target="_blank">Call as a customer</a> <a href="/crm/${a}" target="_blank">In a CRM</a> <a href="/desk/${a}" target="_blank">${a} alone</a> <a href="/desk/${b}" target="_blank">${b} alone</a></nav>
</header>
<main>
${desk(left)}
${desk(right)}
</main>`,
  });
}

/** One agent's full-page desk. */
export function deskPage(agent: DemoAgent): string {
  return page({
    title: `${agent.name} – Backchannel`,
    className: 'desk',
    script: '/demo/desk.js',
    body: '<backchannel-workspace></backchannel-workspace>',
  });
}

/** An agent's CRM with Backchannel docked in it, and links to the colleagues' CRMs. */
export function crmPage(agent: DemoAgent, desks: readonly DemoAgent[]): string {
  const others = desks
    .filter((other) => other !== agent)
    .slice(0, 2)
    .map((other) => `<a href="/crm/${encodeURIComponent(logonOf(other))}" target="_blank">${escapeHtml(other.name)}</a>`);
  return page({
    title: `${agent.name} – Harbour CRM`,
    className: 'crm',
    style: '/style/crm.css',
    script: '/demo/crm-page.js',
    body: `<header>
<b>Harbour CRM</b>
<p>Take an e-mail or a call, press <b>Start Consultation</b>, ask a colleague${others.length ? `: ${others.join(', ')}` : ''}.</p>
<span>${escapeHtml(agent.name)}</span>
</header>
<main></main>
<aside aria-label="Backchannel"><backchannel-workspace></backchannel-workspace></aside>`,
  });
}

/** The page that a contact calls agents from. */
export function callPage(): string {
  return page({
    title: 'Call us – Harbour',
    className: 'call',
    style: '/style/call.css',
    script: '/demo/call-page.js',
    body: '<main></main>',
  });
}

/** A desk that nobody has signed in to yet; its form has the demo's server filled in. */
export function signInPage(service: string): string {
  return page({
    title: 'Sign in – Backchannel',
    className: 'desk',
    script: '/demo/sign-in.js',
    body: `<backchannel-workspace service="${escapeHtml(service)}"></backchannel-workspace>`,
  });
}

/** A page that says what is wrong with the address, and links to the others. */
export function notFoundPage(reason: string, agents: readonly DemoAgent[]): string {
  const desks = agents
    .filter((agent) => !agent.spare)
    .map((agent) => `<li><a href="/desk/${encodeURIComponent(logonOf(agent))}">${escapeHtml(agent.name)}</a></li>`)
    .join('\n');
  return page({
    title: 'Not found – Backchannel demo',
    className: 'message',
    body: `<main>
<h1>Nothing here</h1>
<p>${escapeHtml(reason)}</p>
<p><a href="/">Two desks side by side</a>, <a href="/signin">the sign-in form</a>${desks ? ', or one desk:' : '.'}</p>
${desks ? `<ul>\n${desks}\n</ul>` : ''}
</main>`,
  });
}
