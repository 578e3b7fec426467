import type { ImSessionView, Overview } from '../../src/model/workspace.ts';
import type { Said, Story } from './story.ts';

type Status = ImSessionView['state']['status'] | 'gone';

/** What one browser shows. */
interface Shown {
  readonly overview: Overview;
  /** The case data that each session shows, by the number of its last change. */
  readonly cases: ReadonlyMap<string, string | undefined>;
  /** The bodies of each session's messages, and whether they are said not to have arrived. */
  readonly bodies: ReadonlyMap<
    string,
    readonly { readonly body: string; readonly isOwn: boolean; readonly delivery: string | undefined }[]
  >;
}

/** Both sides of it are over, or only one knows of it, who has nothing to wait for. */
const OVER: ReadonlySet<Status> = new Set(['ended', 'gone', 'not-connected']);

/** Where a message was written: what one tab sends keeps its order. */
const placeOf = ({ browser, tab }: Said) => `${browser} ${tab}`;

async function look(story: Story): Promise<readonly Shown[]> {
  return Promise.all(
    story.browsers.map(async (browser) => {
      const overview = await browser.ask({ kind: 'overview' });
      const ids = new Set([...story.sessionIds, ...overview.sessions.map(({ id }) => id as string)]);
      const bodies = new Map<string, Shown['bodies'] extends ReadonlyMap<string, infer B> ? B : never>();
      for (const sessionId of ids) {
        const { entries } = await browser.ask({ kind: 'transcript', sessionId, last: 5_000 });
        bodies.set(
          sessionId,
          entries.flatMap((entry) =>
            entry.kind === 'message' ? [{ body: entry.body, isOwn: entry.isOwn, delivery: entry.delivery }] : [],
          ),
        );
      }
      const cases = new Map<string, string | undefined>();
      for (const { id, state } of overview.sessions) {
        if (state.status !== 'connected' || story.caseValueOf(id) === undefined) continue;
        const { fields } = await browser.ask({ kind: 'case-data', of: 'session', id });
        cases.set(id, fields.find(({ key }) => key === 'Version')?.value);
      }
      return { overview, bodies, cases };
    }),
  );
}

/** What isn't as it should be when everything has been mended: each in a line. */
export async function disagreements(story: Story): Promise<readonly string[]> {
  const shown = await look(story);
  const found: string[] = [];
  shown.forEach(({ overview: { connection } }, index) => {
    if (connection.status !== 'connected') found.push(`browser ${index} is ${connection.status}`);
  });
  if (found.length) return found;
  const ids = new Set(shown.flatMap(({ bodies }) => [...bodies.keys()]));
  for (const sessionId of ids) found.push(...disagreementsIn(story, shown, sessionId));
  const callIds = new Set(shown.flatMap(({ overview }) => overview.calls.map(({ id }) => id)));
  for (const callId of callIds) found.push(...disagreementsAbout(story, shown, callId));
  return found;
}

/** A call rings as long as the caller calls, and goes on at one browser of each of two agents. */
function disagreementsAbout(story: Story, shown: readonly Shown[], callId: string): readonly string[] {
  const states = shown.flatMap(({ overview }, index) =>
    overview.calls.flatMap(({ id, state: { status } }) => (id === callId && status !== 'ended' ? [{ index, status }] : [])),
  );
  const places = (...wanted: readonly string[]) => states.filter(({ status }) => wanted.includes(status)).map(({ index }) => index);
  const agents = new Set(places('connecting', 'connected').map((index) => story.agentOf(index)));
  const isTalk = places('connected').length === 2 && states.length === 2 && agents.size === 2;
  const isRinging = places('inviting').length === 1 && places('invited').length > 0 && places('connecting', 'connected').length === 0;
  // A caller who has signed out while nothing could be sent has told nobody. It rings for two minutes at most then.
  const isLeftRinging = story.leftCalls.has(callId) && states.every(({ status }) => status === 'invited');
  if (states.length === 0 || isTalk || isRinging || isLeftRinging) return [];
  return [`call ${callId.slice(0, 8)} is ${states.map(({ index, status }) => `${status} in ${index}`).join(', ')}`];
}

function disagreementsIn(story: Story, shown: readonly Shown[], sessionId: string): readonly string[] {
  const found: string[] = [];
  const name = sessionId.slice(0, 8);
  const said = story.said.filter((one) => one.sessionId === sessionId);
  const sessions = shown.map(({ overview }) => overview.sessions.find(({ id }) => id === sessionId));
  const peers = new Set(sessions.flatMap((session, index) => (session ? [session.peer, story.accounts[story.agentOf(index)]!.jid] : [])));
  const parties = shown.flatMap((_, index) => (peers.has(story.accounts[story.agentOf(index)]!.jid) ? [index] : []));
  const statuses = parties.map((index): Status => sessions[index]?.state.status ?? 'gone');

  const isConnected = statuses.every((status) => status === 'connected');
  const isPending = statuses.every((status, at) => {
    const session = sessions[parties[at]!];
    return session?.direction === 'outgoing' ? status === 'inviting' : status === 'invited';
  });
  if (!isConnected && !isPending && !statuses.every((status) => OVER.has(status)))
    found.push(`session ${name} is ${parties.map((index, at) => `${statuses[at]} in ${index}`).join(', ')}`);

  const value = story.caseValueOf(sessionId);
  if (isConnected && value !== undefined) {
    for (const index of parties) {
      const shownValue = shown[index]!.cases.get(sessionId);
      if (shownValue !== String(value)) found.push(`the case of session ${name} is ${shownValue} for ${value} in browser ${index}`);
    }
  }

  // Whose agents take part, by what was said there, in sessions that nobody shows any more.
  const readers = parties.length ? parties : shown.flatMap(({ bodies }, index) => (bodies.get(sessionId)?.length ? [index] : []));
  for (const index of readers) {
    const bodies = shown[index]!.bodies.get(sessionId) ?? [];
    const texts = bodies.map(({ body }) => body);
    for (const [at, text] of texts.entries()) if (texts.indexOf(text) !== at) found.push(`"${text}" is twice in browser ${index}`);
    for (const { body, isTaken, refused } of said) {
      if (isTaken && !texts.includes(body)) found.push(`"${body}" of session ${name} is lost in browser ${index}`);
      if (isTaken === false && texts.includes(body)) found.push(`"${body}" was refused (${refused}), and is in browser ${index}`);
    }
    for (const place of new Set(said.map(placeOf))) {
      const order = said.filter((one) => placeOf(one) === place && texts.includes(one.body)).map(({ body }) => body);
      const seen = texts.filter((text) => order.includes(text));
      if (seen.join() !== order.join()) found.push(`browser ${index} has ${seen.join(' ')} for ${order.join(' ')}`);
    }
    for (const { body, isOwn, delivery } of bodies) {
      if (isOwn && isConnected && delivery !== 'delivered' && delivery !== 'read')
        found.push(`"${body}" stays ${delivery} in browser ${index}`);
    }
  }
  return found;
}
