import { BareSocket } from './bare-socket.js';
import { until } from './deep-query.js';
import { Desk } from './desk.js';
import { painted } from './painted.js';
import { now, seenIn } from './watch-message.js';

// One agent's page, which reads what somebody else has written: a desk or, as its yardstick, a bare socket that shows plain rows.
let desk;

globalThis.signInReader = async ({ service, logon }) => {
  desk = new Desk(logon);
  await desk.signIn(service);
};

/** Accepts the invitation that came, so that its session is on screen. */
globalThis.acceptSession = async () => {
  (await until(() => desk.button({ text: 'Accept' }), 'the notification')).click();
  await until(() => desk.overview.sessions[0]?.state.status === 'connected' && desk.messageField, 'the session');
};

globalThis.watchDesk = (text) => void (globalThis.seen = seenIn(desk.log, text));

/** Opens the desk of an agent who has signed in before. @returns {Promise<number>} milliseconds until a message is painted */
globalThis.openDesk = async (logon, text) => {
  const start = now();
  desk = new Desk(logon);
  await until(() => desk.log?.textContent.includes(text), 'the newest message');
  return (await painted()) - start;
};

/** Resolves when everything that was missed has been read. */
globalThis.untilRead = async () => {
  await desk.untilConnected();
};

/** @returns {Promise<string>} the id of the archive's last message */
globalThis.lastInArchive = async ({ service, logon }) => {
  const socket = await BareSocket.signIn({ service, username: logon, password: logon });
  const { ids } = await socket.readArchive({ before: '', max: 1 });
  socket.close();
  return ids[0] ?? '';
};

/** Signs in, reads from the archive what came after an item, and shows it as plain rows, which is the least that any page has to do. */
globalThis.catchUpBare = async ({ service, logon, after, text }) => {
  const list = document.body.appendChild(document.createElement('div'));
  const start = now();
  const socket = await BareSocket.signIn({ service, username: logon, password: logon });
  for (let last = after, isComplete = false; !isComplete;) {
    const page = await socket.readArchive({ after: last, max: 250 });
    for (const [, body] of page.data.join('').matchAll(/<body>([^<]*)/g)) {
      const row = document.createElement('div');
      row.textContent = body;
      list.append(row);
    }
    last = page.ids.at(-1);
    isComplete = page.isComplete;
  }
  if (!list.textContent.includes(text)) throw new Error('The newest message is missing');
  const took = (await painted()) - start;
  socket.close();
  list.remove();
  return took;
};

/**
 * Scrolls back from the end, three pages each frame. @returns {Promise<{perThousandMs: number, longestStallMs: number}>} the time for a thousand
 * entries, and the longest time in which nothing earlier came in sight
 */
globalThis.scrollBack = async (entries) => {
  const { log } = desk;
  const topMost = () => {
    const { top, left } = log.getBoundingClientRect();
    const inSight = log
      .getRootNode()
      .elementFromPoint(left + 40, top + 20)
      ?.closest('.entry');
    return Number(/number (\d+)/.exec(inSight?.textContent ?? '')?.[1] ?? NaN);
  };
  const first = await until(topMost, 'an entry');
  const start = now();
  let [earliest, movedAt, longestStallMs] = [first, start, 0];
  while (earliest > first - entries) {
    log.scrollTop -= 3 * log.clientHeight;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const number = topMost();
    if (number < earliest) {
      longestStallMs = Math.max(longestStallMs, now() - movedAt);
      [earliest, movedAt] = [number, now()];
    }
    if (now() - movedAt > 10_000) throw new Error(`stalled at ${earliest}`);
  }
  return { perThousandMs: (now() - start) / ((first - earliest) / 1000), longestStallMs };
};
