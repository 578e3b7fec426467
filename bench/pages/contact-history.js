import { until } from './deep-query.js';

const WORDS =
  'invoice refund storung router splitter warranty office line twice customer vertrag kunde modem outage payment reminder billing address change'.split(
    ' ',
  );
const CHUNK = 500;
const word = (number) => WORDS[number % WORDS.length];

/** Makes a row of the history as the cache stores it, and the text that it is searched by. */
function makeRow(number, startedAt) {
  const subject = `${word(number)} ${word(number * 7)} ${number} ${word(number * 13)} about the ${word(number * 3)}`;
  const agent = { id: `agent${number % 40}@crm.example`, name: `Agent ${number % 40} Muller` };
  const outcome = `${word(number % 5)} resolved`;
  const row = {
    id: `s${number}`,
    medium: ['voice', 'email', 'chat', 'im'][number % 4],
    subject,
    startedAt,
    endedAt: startedAt + 60_000,
    lengthMs: (number * 7919) % 3_600_000,
    agent,
    status: number % 23 ? 'done' : 'abandoned',
    outcome,
  };
  return { row, text: ` ${subject} ${agent.name} ${outcome}`.toLowerCase() };
}

async function store(count, now) {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('backchannel:reader@localhost');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const transaction = database.transaction(['contacts', 'contactHistory'], 'readwrite');
  transaction
    .objectStore('contacts')
    .put({
      version: 1,
      id: 'c1',
      usedAt: now,
      access: 'team',
      bytes: 0,
      history: { readAt: now, wholeAt: now, isCut: false, rows: count },
    });
  const texts = [];
  for (let first = 0; first < count; first += CHUNK) {
    const made = Array.from({ length: CHUNK }, (_, index) => makeRow(first + index, now - (count - first - index) * 60_000));
    texts.push(...made.map(({ text }) => text));
    transaction
      .objectStore('contactHistory')
      .put({ contactId: 'c1', number: first / CHUNK, rows: made.map(({ row }) => row), texts: made.map(({ text }) => text) });
  }
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
  return texts;
}

/** Signs in, with this number of one contact's rows in the cache. */
globalThis.openHistory = async ({ service, rows }) => {
  const { openWorkspace } = await import('/embed/backchannel.js');
  const workspace = openWorkspace({ profile: 'reader' });
  let overview;
  workspace.subscribe({ kind: 'overview' }, (slice) => (overview = slice));
  await until(() => overview?.connection.status === 'signed-out', 'the session host');
  const result = await workspace.commands.signIn({ jid: 'reader@localhost', password: 'reader', service });
  if (result.refused) throw new Error(JSON.stringify(result));
  globalThis.texts = await store(rows, Date.now());
  await workspace.commands.openInteraction({ id: 'call', media: 'voice', contact: { name: 'Maria', id: 'c1' } });
  globalThis.ask = (search, sort, order) =>
    new Promise((resolve) => {
      const startedAt = performance.now();
      const unfollow = workspace.subscribe(
        { kind: 'contact-history', of: 'interaction', id: 'call', search, media: [], statuses: [], sort, order, first: 0, count: 40 },
        ({ total }) => {
          resolve({ ms: performance.now() - startedAt, total });
          setTimeout(() => unfollow());
        },
      );
    });
  const { total } = await globalThis.ask('', 'start', 'desc');
  if (total !== rows) throw new Error(`${total} rows`);
};

/** Measures each question until the first rows and the number of all are there. @returns {Promise<number[]>} milliseconds, one per question */
globalThis.searchHistory = async (questions) => {
  const times = [];
  for (const { search, sort, order } of questions) {
    times.push((await globalThis.ask(search, sort, order)).ms);
    // Nobody types two letters within one frame.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return times;
};

/** Looks for one word in as many bare strings as there are rows. @returns {number} milliseconds */
globalThis.scanBare = (search) => {
  const startedAt = performance.now();
  const found = globalThis.texts.filter((text) => text.includes(search));
  return found.length < 0 ? NaN : performance.now() - startedAt;
};

/** The longest time for which the page was blocked while it asked the questions. @returns {Promise<number>} milliseconds */
globalThis.longestBlock = async (questions) => {
  const { port1, port2 } = new MessageChannel();
  let longest = 0;
  let last = performance.now();
  let isOver = false;
  port2.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) port1.postMessage(undefined);
  };
  port1.postMessage(undefined);
  await globalThis.searchHistory(questions);
  // Without questions, an idle page is measured for about as long as questions take.
  if (questions.length === 0) await new Promise((resolve) => setTimeout(resolve, 1_000));
  isOver = true;
  return longest;
};
