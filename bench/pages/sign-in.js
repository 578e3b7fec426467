import { BareSocket } from './bare-socket.js';
import { deepQuery, until } from './deep-query.js';

/**
 * Signs in, fetches the roster and shows a plain row per target, which is the least that any page has to do. @returns {Promise<number>} milliseconds
 */
globalThis.signInBare = async ({ service, username, password, targets }) => {
  const list = document.body.appendChild(document.createElement('div'));
  const start = performance.now();
  const socket = await BareSocket.signIn({ service, username, password });
  const roster = await socket.getRoster();
  socket.sendPresence();
  // A DOMParser is forbidden to the extension's pages, which require Trusted Types.
  for (const [item] of roster.matchAll(/<item [^>]*>/g)) {
    const row = document.createElement('div');
    row.textContent = `${attributeOf(item, 'name')} ${attributeOf(item, 'jid')}`;
    list.append(row);
  }
  // Forces the layout, after which the row can be read.
  list.getBoundingClientRect();
  if (list.children.length < targets) throw new Error(`${list.children.length} rows`);
  const took = performance.now() - start;
  socket.close();
  return took;
};

const attributeOf = (tag, name) => new RegExp(` ${name}=['"]([^'"]*)`).exec(tag)?.[1] ?? '';

/** Measures from sign-in until the Team Communicator shows rows that can be chosen. @returns {Promise<number>} milliseconds */
globalThis.signInDesk = async ({ service, username, password, targets }) => {
  const { openWorkspace } = await import('/embed/backchannel.js');
  const element = document.body.appendChild(document.createElement('backchannel-workspace'));
  const workspace = openWorkspace({ profile: username });
  element.workspace = workspace;
  let overview;
  workspace.subscribe({ kind: 'overview' }, (slice) => (overview = slice));
  await until(() => overview?.connection.status === 'signed-out', 'the session host');
  const start = performance.now();
  const result = await workspace.commands.signIn({ jid: `${username}@localhost`, password, service });
  if (result.refused) throw new Error(JSON.stringify(result));
  const grid = await until(() => deepQuery(element.shadowRoot, '[role="grid"]'), 'the list of targets');
  await until(() => grid.querySelector('[role="row"] button') ?? deepQuery(grid, '[role="row"] button'), 'a row');
  if (Number(grid.ariaRowCount ?? grid.getAttribute('aria-rowcount')) < targets)
    throw new Error(`${grid.getAttribute('aria-rowcount')} rows`);
  grid.getBoundingClientRect();
  return performance.now() - start;
};
