import { deepQuery, until } from './deep-query.js';

const ROWS = 20;
const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
const targetsOf = (question) => ({ kind: 'targets', search: '', filter: 'all', first: 0, count: ROWS, ...question });

/** Opens the desk of the agent; signs in, unless the browser knows them. @returns {Promise<number>} milliseconds from the opening to rows of the directory */
globalThis.openDirectory = async ({ service, contacts, directory, token, isFirst, hubs = [] }) => {
  const { openWorkspace } = await import('/embed/backchannel.js');
  const startedAt = performance.now();
  const workspace = openWorkspace({
    profile: 'reader',
    contacts: { service: contacts, directory, getToken: async () => token },
    ...(hubs.length > 0 ? { availabilityHubs: hubs } : {}),
  });
  globalThis.workspace = workspace;
  if (isFirst) {
    let overview;
    workspace.subscribe({ kind: 'overview' }, (slice) => (overview = slice));
    await until(() => overview?.connection.status === 'signed-out', 'the session host');
    const result = await workspace.commands.signIn({ jid: 'reader@localhost', password: 'reader', service, isKept: true });
    if (result.refused) throw new Error(JSON.stringify(result));
  }
  let rows = [];
  workspace.subscribe(targetsOf({ filter: 'agents' }), (slice) => (rows = slice.rows));
  await until(() => rows.some(({ kind, jid }) => kind === 'agent' && jid.startsWith('agent')), 'rows of the directory');
  const took = performance.now() - startedAt;
  const element = document.body.appendChild(document.createElement('backchannel-workspace'));
  element.workspace = workspace;
  return took;
};

/** Resolves when the desk has read all targets. */
globalThis.untilAll = async (count) => {
  let total = 0;
  globalThis.workspace.subscribe(targetsOf({ filter: 'agents' }), (slice) => (total = slice.total));
  await until(() => total >= count, `${count} targets`, 240_000);
};

/** Makes what is stored look old, so that the next desk asks the service what has changed. */
globalThis.makeOld = async () => {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('backchannel:reader@localhost');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const transaction = database.transaction('directory', 'readwrite');
  const store = transaction.objectStore('directory');
  const record = await new Promise((resolve) => (store.get(0).onsuccess = ({ target }) => resolve(target.result)));
  store.put({ ...record, state: { ...record.state, syncedAt: 0 } });
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
};

const membersOf = (id, first) => targetsOf({ filter: 'agents', membersOf: { kind: 'group', id }, first });

/** Scrolls through a group to rows from each of these on. @returns {Promise<number[]>} milliseconds until it is known whether each of the rows is ready */
globalThis.scrollTeam = async (group, windows) => {
  const times = [];
  for (const first of windows) {
    const startedAt = performance.now();
    let unfollow = () => {};
    await new Promise((resolve) => {
      unfollow = globalThis.workspace.subscribe(membersOf(group, first), ({ rows }) => {
        if (rows.length > 0 && rows.every(({ status }) => status.availability !== 'unknown')) resolve();
      });
    });
    times.push(performance.now() - startedAt);
    unfollow();
  }
  return times;
};

/** Keeps the first rows of a group in sight. @returns {Promise<string[]>} their agents' addresses */
globalThis.showTeam = (group) =>
  new Promise((resolve) => {
    globalThis.workspace.subscribe(membersOf(group, 0), ({ rows }) => {
      globalThis.first = rows[0];
      if (rows.length > 0) resolve(rows.map(({ jid }) => jid));
    });
  });

/** Resolves when the first row in sight shows its agent so. */
globalThis.untilFirstIs = async (availability) => {
  await until(() => globalThis.first?.status.availability === availability, availability);
};

/** Asks for the first rows of each search. @returns {Promise<number[]>} milliseconds from the question to the painted page, one per search */
globalThis.searchDirectory = async (searches) => {
  const field = await until(
    () => deepQuery(document.body, 'backchannel-team-communicator-view')?.shadowRoot.querySelector('input'),
    'the search field',
  );
  const times = [];
  for (const search of searches) {
    const startedAt = performance.now();
    let unfollow = () => {};
    const answered = new Promise((resolve) => (unfollow = globalThis.workspace.subscribe(targetsOf({ search }), resolve)));
    field.value = search;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await answered;
    unfollow();
    times.push((await painted()) - startedAt);
  }
  return times;
};

/** Types into a bare field that shows as many rows. @returns {Promise<number[]>} milliseconds to the painted page, one per search */
globalThis.typeBare = async (searches) => {
  const list = document.body.appendChild(document.createElement('div'));
  const field = document.body.appendChild(document.createElement('input'));
  field.addEventListener('input', () =>
    list.replaceChildren(
      ...Array.from({ length: ROWS }, (_, index) =>
        Object.assign(document.createElement('div'), { textContent: `${field.value} ${index}` }),
      ),
    ),
  );
  const times = [];
  for (const search of searches) {
    const startedAt = performance.now();
    field.value = search;
    field.dispatchEvent(new InputEvent('input'));
    times.push((await painted()) - startedAt);
  }
  field.remove();
  list.remove();
  return times;
};
