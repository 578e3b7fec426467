import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Prosody } from '../../demo/prosody.ts';
import type { ImSessionView, Overview } from '../../src/model/workspace.ts';
import { Browser } from './browser.ts';
import { bundleBrowserThread } from './bundle.ts';

/** All members accept within so many milliseconds. */
const WITHIN_MS = 5;
/** One colleague's invitations are limited (model/flood-limits.ts), so that another one asks after so many rounds. */
const ROUNDS_OF_ONE = 40;
const inviterOf = (round: number) => `anna${Math.floor(round / ROUNDS_OF_ONE)}`;
const MEMBERS = ['ben', 'cleo', 'dan', 'emil', 'fay'] as const;
/** The members of each group, by its name. */
const GROUPS = { Two: MEMBERS.slice(0, 2), Five: MEMBERS } as const;
type GroupName = keyof typeof GROUPS;

const jidOf = (logon: string) => `${logon}@localhost`;

/** What has come of the rounds. */
export interface RoundsResult {
  readonly rounds: number;
  /** Members who had accepted and weren't the first. */
  readonly losers: number;
  /** What wasn't as it has to be, as sentences. */
  readonly faults: readonly string[];
  readonly slowestMs: number;
}

/**
 * Asks groups of two and of five in turn, whose members all accept within 5 ms, at a real server with real session hosts. In each round one member is to
 * be connected, all others told who it was, and nobody left between.
 */
export async function runGroupRounds(rounds: number): Promise<RoundsResult> {
  const folder = await mkdtemp(join(tmpdir(), 'backchannel-groups-'));
  const bundle = await bundleBrowserThread('group-rounds');
  const inviters = [...new Set(Array.from({ length: rounds }, (_, round) => inviterOf(round)))];
  const logons = [...inviters, ...MEMBERS];
  const prosody = await Prosody.start({
    folder,
    accounts: logons.map((logon) => ({ username: logon, password: logon })),
    groups: Object.entries(GROUPS).map(([name, members]) => ({
      name,
      isPublic: true,
      members: members.map((logon) => ({ jid: jidOf(logon), name: logon })),
    })),
  });
  const browsers = new Map<string, Browser>();
  try {
    for (const logon of MEMBERS) browsers.set(logon, await signIn(prosody, logon, bundle));
    const result = { rounds, losers: 0, faults: [] as string[], slowestMs: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const inviter = inviterOf(round);
      if (!browsers.has(inviter)) browsers.set(inviter, await signIn(prosody, inviter, bundle));
      const from = performance.now();
      const told = await play(round % 2 === 0 ? 'Two' : 'Five', inviter, browsers);
      result.losers += told.losers;
      result.faults.push(...told.faults.map((fault) => `round ${round}: ${fault}`));
      result.slowestMs = Math.max(result.slowestMs, performance.now() - from);
    }
    return result;
  } finally {
    await Promise.all([...browsers.values()].map((browser) => browser.close()));
    await prosody.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function signIn(prosody: Prosody, logon: string, bundle: string): Promise<Browser> {
  const browser = await Browser.open(bundle, [prosody.websocket], 0);
  const request = { jid: jidOf(logon), password: logon, service: browser.wire.websocket, isKept: false };
  const { refused } = await browser.tabs[0]!.commands.signIn(request);
  if (refused) throw new Error(`${logon} could not sign in: ${refused}`);
  await browser.ask({ kind: 'overview' }, ({ connection }) => connection.status === 'connected');
  return browser;
}

const sessionIn = ({ sessions }: Overview, id: string): ImSessionView | undefined => sessions.find((session) => session.id === id);
const isSettled = (session: ImSessionView | undefined) =>
  session === undefined || session.state.status === 'connected' || session.state.status === 'ended';

/** One round: everybody who was asked accepts. */
async function play(
  group: GroupName,
  asking: string,
  browsers: ReadonlyMap<string, Browser>,
): Promise<{ losers: number; faults: string[] }> {
  const id = randomUUID();
  const inviter = of(asking);
  const { commands } = inviter.tabs[0]!;
  await commands.askGroup({ sessionId: id, group: { kind: 'group', id: group, name: group } });
  // A group of five is left a message, because three ready members are asked at once at most.
  await commands.saveDraft({ sessionId: id, text: 'A question', writer: 'rounds' });
  await commands.leaveForAll({ sessionId: id, from: id, messageId: randomUUID() });
  const members = GROUPS[group].map((logon) => ({ logon, browser: of(logon) }));
  await Promise.all(
    members.map(({ browser }) => browser.ask({ kind: 'overview' }, (now) => sessionIn(now, id)?.state.status === 'invited')),
  );
  const outcomes = await Promise.all(
    members.map(async ({ browser }) => {
      await pause(Math.random() * WITHIN_MS);
      return browser.tabs[0]!.commands.accept({ sessionId: id });
    }),
  );
  const ends = await Promise.all(
    members.map(async ({ logon, browser }) => {
      const now = await browser.ask({ kind: 'overview' }, (overview) => isSettled(sessionIn(overview, id)));
      return { logon, session: sessionIn(now, id) };
    }),
  );
  const asked = sessionIn(await inviter.ask({ kind: 'overview' }, (now) => sessionIn(now, id)?.state.status === 'connected'), id);
  const faults: string[] = [];
  const winners = ends.filter(({ session }) => session?.state.status === 'connected').map(({ logon }) => logon);
  if (winners.length !== 1 || winners[0] !== asked?.peerLogon)
    faults.push(`${winners.join(' and ') || 'nobody'} won, and ${asking} has ${asked?.peerLogon}`);
  const losers = ends.filter(({ logon }, index) => !winners.includes(logon) && outcomes[index]?.refused === undefined);
  const isTold = (session: ImSessionView | undefined) =>
    session?.state.status === 'ended' && session.state.reason === 'answered-by-colleague' && session.answeredByName === winners[0];
  const untold = losers.filter(({ session }) => !isTold(session));
  faults.push(...untold.map(({ logon, session }) => `${logon} wasn't told: ${JSON.stringify(session?.state)} ${session?.answeredByName}`));
  await commands.endSession({ sessionId: id });
  for (const { logon, browser } of [{ logon: asking, browser: inviter }, ...members]) {
    const now = await browser.ask({ kind: 'overview' }, (overview) => {
      const { status } = sessionIn(overview, id)?.state ?? { status: 'ended' };
      return status === 'ended';
    });
    if (sessionIn(now, id)) await browser.tabs[0]!.commands.markDone({ sessionId: id });
    const { sessions } = await browser.ask({ kind: 'overview' }, (overview) => sessionIn(overview, id) === undefined);
    if (sessions.length > 0) faults.push(`${logon} has ${sessions.length} sessions left`);
  }
  return { losers: losers.length, faults };

  function of(logon: string): Browser {
    const browser = browsers.get(logon);
    if (!browser) throw new Error(`${logon} has no browser`);
    return browser;
  }
}
