import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandInput, CommandName, CommandResult } from '../../src/channel/contract.ts';
import type { VoiceCallView } from '../../src/model/call/voice-call.ts';
import type { ImSessionView } from '../../src/model/workspace.ts';
import { Browser } from './browser.ts';
import { watchSound } from './sound.ts';
import { type Fault, isFault, type Act, clockOf, type Schedule, type Step } from './schedule.ts';

/** An account at the server. */
export interface Account {
  readonly jid: string;
  readonly password: string;
}

/** A message that an agent's browser was given to send. */
export interface Said {
  readonly browser: number;
  /** What is written in two tabs at once has no order. */
  readonly tab: number;
  readonly sessionId: string;
  readonly body: string;
  /** Whether the session host took it. Of a host that was killed meanwhile nobody knows. */
  readonly isTaken: boolean | undefined;
  /** Why it was refused. */
  readonly refused?: string;
}

const SLOW = { latencyMs: 300, bytesPerSecond: 4_000 } as const;
const TALK_AGAIN_WITHIN_MS = 30_000;
/** Long, because dozens of browsers share the machine’s processors. */
const SIGN_IN_TIMEOUT_MS = 90_000;
/** Every command comes to an end when nothing is wrong any more. */
const ANSWERED_WITHIN_MS = 90_000;

const tabOf = ({ choice }: Step) => choice % 2;

/** What the agents of a schedule do, and what befalls them. */
export class Story {
  readonly said: Said[] = [];
  /** The sessions that there ever were. */
  readonly sessionIds = new Set<string>();
  /** The calls whose caller has signed out since. */
  readonly leftCalls = new Set<string>();
  /** Which browser has made each call. */
  readonly #callers = new Map<string, number>();
  readonly #cases = new Map<string, { readonly browser: number; value: number }>();
  readonly #running: Promise<void>[] = [];
  readonly #closed = new AbortController();

  private constructor(
    readonly schedule: Schedule,
    readonly accounts: readonly Account[],
    readonly browsers: readonly Browser[],
  ) {}

  /** Opens the browsers, and signs the agents in. */
  static async begin(schedule: Schedule, accounts: readonly Account[], bundle: string, websockets: readonly string[]): Promise<Story> {
    const browsers = await Promise.all(
      schedule.browsers.map((_, index) => Browser.open(bundle, websockets, schedule.clocksAheadMs[index] ?? 0)),
    );
    const story = new Story(schedule, accounts, browsers);
    void watchSound(browsers, story.#closed.signal);
    await Promise.all(browsers.map((_, index) => (schedule.late.includes(index) ? undefined : story.#signInIfOut(index))));
    if (schedule.isConnected) await story.#connect();
    return story;
  }

  agentOf(browser: number): number {
    return this.schedule.browsers[browser] ?? 0;
  }

  /** Takes all steps, and ends whatever is wrong then. */
  async tell(): Promise<void> {
    for (const step of this.schedule.steps) {
      const work = this.#take(step);
      this.#running.push(work);
      if (!step.isAtOnce) await Promise.race([work, pause(2_000)]);
      await pause(step.pauseMs);
    }
    for (const browser of this.browsers) {
      browser.wire.allow();
      browser.wire.thaw();
      browser.wire.slow();
      browser.fillDisk(false);
      browser.start();
      browser.tellNetwork('online');
    }
    const isAnswered = await Promise.race([Promise.all(this.#running), pause(ANSWERED_WITHIN_MS, 'no', { ref: false })]);
    if (isAnswered === 'no') throw new Error('a command had no answer');
    await Promise.all(this.browsers.map((_, index) => this.#signInIfOut(index)));
  }

  /** The last change of the case that a session is a consultation about; undefined of another session. */
  caseValueOf(sessionId: string): number | undefined {
    return this.#cases.get(sessionId)?.value;
  }

  /** Whether the first two agents can still reach each other: they talk in a session that goes on, or begin one. @returns what they can't */
  async talkAgain(): Promise<readonly string[]> {
    const ends = [0, this.schedule.browsers.indexOf(1)].map((index) => ({
      commands: this.browsers[index]!.tabs[0]!.commands,
      ask: (query: { readonly kind: 'overview' }) => this.browsers[index]!.ask(query),
      jid: this.accounts[this.agentOf(index)]!.jid,
    }));
    const [anna, ben] = ends as [(typeof ends)[number], (typeof ends)[number]];
    const deadline = performance.now() + TALK_AGAIN_WITHIN_MS;
    let refused: unknown;
    while (performance.now() < deadline) {
      const [ofAnna, ofBen] = await Promise.all([anna.ask({ kind: 'overview' }), ben.ask({ kind: 'overview' })]);
      const isConnected = ({ id, state }: ImSessionView) =>
        state.status === 'connected' && ofBen.sessions.some((other) => other.id === id && other.state.status === 'connected');
      if (ofAnna.sessions.some((session) => session.peer === ben.jid && isConnected(session))) return [];
      const isOnCall = (calls: readonly VoiceCallView[], peer: string) =>
        calls.some((call) => call.peer === peer && call.state.status === 'connected');
      if (isOnCall(ofAnna.calls, ben.jid) && isOnCall(ofBen.calls, anna.jid)) return [];
      const asked = (sessions: readonly ImSessionView[], peer: string) =>
        sessions.find((session) => session.peer === peer && session.state.status === 'invited')?.id;
      const [askedAnna, askedBen] = [asked(ofAnna.sessions, ben.jid), asked(ofBen.sessions, anna.jid)];
      const called = (calls: readonly VoiceCallView[], peer: string) =>
        calls.find((call) => call.peer === peer && call.state.status === 'invited')?.id;
      const [callsAnna, callsBen] = [called(ofAnna.calls, ben.jid), called(ofBen.calls, anna.jid)];
      // Who is being called isn't invited meanwhile: the agent is shown the session in which they are.
      if (callsBen !== undefined) await ben.commands.acceptCall({ callId: callsBen });
      else if (callsAnna !== undefined) await anna.commands.acceptCall({ callId: callsAnna });
      else if (askedAnna !== undefined) await anna.commands.accept({ sessionId: askedAnna });
      else if (askedBen !== undefined) await ben.commands.accept({ sessionId: askedBen });
      else refused = await anna.commands.invite({ sessionId: randomUUID(), target: ben.jid });
      await pause(300);
    }
    return [`the first two agents can’t talk any more: ${JSON.stringify(refused)}`];
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.all(this.browsers.map((browser) => browser.close()));
  }

  async #signIn(index: number): Promise<void> {
    const browser = this.browsers[index]!;
    const account = this.accounts[this.agentOf(index)]!;
    const { jid } = account;
    const result = await browser.tabs[0]!.commands.signIn({ ...account, service: browser.wire.websocket, isKept: true });
    if (result.refused) throw new Error(`${jid} could not sign in: ${JSON.stringify(result)}`);
    await browser.ask({ kind: 'overview' }, ({ connection }) => connection.status === 'connected', SIGN_IN_TIMEOUT_MS);
  }

  /** Signs the agent in again who has signed out, or could not sign in. */
  async #signInIfOut(index: number): Promise<void> {
    const browser = this.browsers[index]!;
    const deadline = performance.now() + SIGN_IN_TIMEOUT_MS;
    for (;;) {
      const { connection } = await browser.ask({ kind: 'overview' }, (overview) => overview.connection.status !== 'starting');
      if (connection.status !== 'signed-out') return;
      const isLast = performance.now() > deadline;
      const signIn = this.#signIn(index).then(
        () => undefined,
        (error: unknown) => error,
      );
      const failure = await Promise.race([signIn, pause(ANSWERED_WITHIN_MS, new Error('A sign-in had no answer'), { ref: false })]);
      if (failure === undefined || isLast) return;
      await pause(1_000);
    }
  }

  /** The first agent invites the second one, who accepts. */
  async #connect(): Promise<void> {
    const invited = this.schedule.browsers.indexOf(1);
    const sessionId = randomUUID();
    this.sessionIds.add(sessionId);
    const until = (browser: number, status: string) =>
      this.browsers[browser]!.ask({ kind: 'overview' }, ({ sessions }) =>
        sessions.some(({ id, state }) => id === sessionId && state.status === status),
      );
    // A colleague can be invited as soon as their presence has come.
    while ((await this.browsers[0]!.tabs[0]!.commands.invite({ sessionId, target: this.accounts[1]!.jid })).refused) await pause(200);
    await until(invited, 'invited');
    await this.browsers[invited]!.tabs[0]!.commands.accept({ sessionId });
    await Promise.all([until(0, 'connected'), until(invited, 'connected')]);
  }

  async #take(step: Step): Promise<void> {
    const browser = this.browsers[step.browser]!;
    if (isFault(step.what)) await this.#befall(browser, step.what, step.choice);
    else if (!browser.isOff) await this.#act(step, step.what);
  }

  async #befall(browser: Browser, fault: Fault, choice: number): Promise<void> {
    const { wire } = browser;
    switch (fault) {
      case 'cut':
        return wire.cut();
      case 'freeze':
        return wire.freeze();
      case 'thaw':
        return wire.thaw();
      case 'refuse':
        return wire.refuse();
      case 'allow':
        return wire.allow();
      case 'slow':
        return wire.slow(SLOW);
      case 'fast':
        return wire.slow();
      case 'half-close':
        return wire.halfClose();
      case 'go-offline':
        wire.refuse();
        wire.cut();
        return;
      case 'kill-host':
        return browser.killHost();
      case 'kill-browser':
        return browser.kill();
      case 'start-browser':
        return browser.start();
      case 'fill-disk':
        return browser.fillDisk(true);
      case 'free-disk':
        return browser.fillDisk(false);
      case 'set-clock':
        return browser.setClock(clockOf(choice));
    }
  }

  async #act(step: Step, act: Act): Promise<void> {
    const overview = await this.browsers[step.browser]!.ask({ kind: 'overview' }).catch(() => undefined);
    if (!overview) return;
    if (overview.connection.status === 'signed-out')
      return act === 'sign-in' ? this.#signIn(step.browser).catch(() => undefined) : undefined;
    const pick = (...statuses: readonly ImSessionView['state']['status'][]) => {
      const found = overview.sessions.filter(({ state }) => statuses.includes(state.status));
      return found[step.choice % found.length]?.id;
    };
    const give = (
      sessionId: string | undefined,
      name: 'accept' | 'reject' | 'cancelInvitation' | 'endSession' | 'markDone' | 'dismissNotification' | 'display',
    ) => (sessionId === undefined ? undefined : this.#give(step, name, { sessionId }));
    const connected = pick('connected', 'not-connected');
    const onCall = (name: 'acceptCall' | 'rejectCall' | 'endCall', ...statuses: readonly VoiceCallView['state']['status'][]) => {
      const found = overview.calls.filter(({ state }) => statuses.includes(state.status));
      const callId = found[step.choice % found.length]?.id;
      return callId === undefined ? undefined : this.#give(step, name, { callId });
    };
    switch (act) {
      case 'accept':
        return void (await give(pick('invited'), 'accept'));
      case 'reject':
        return void (await give(pick('invited'), 'reject'));
      case 'cancel':
        return void (await give(pick('inviting'), 'cancelInvitation'));
      case 'end':
        return void (await give(pick('connected'), 'endSession'));
      case 'mark-done':
        return void (await give(pick('ended'), 'markDone'));
      case 'dismiss':
        return void (await give(pick('invited'), 'dismissNotification'));
      case 'display':
        return void (await give(pick('connected', 'invited', 'ended'), 'display'));
      case 'call':
        return this.#call(step);
      case 'accept-call':
        return void (await onCall('acceptCall', 'invited'));
      case 'reject-call':
        return void (await onCall('rejectCall', 'invited'));
      case 'end-call':
        return void (await onCall('endCall', 'inviting', 'connecting', 'connected'));
      case 'sign-in':
        return;
      case 'sign-out':
        return this.#signOut(step);
      case 'consult':
        return this.#consult(step);
      case 'change-case':
        return this.#changeCase(step);
      case 'invite':
        return this.#invite(step);
      case 'say':
        // Where nobody talks, somebody begins to.
        if (connected !== undefined) return this.#say(step, connected);
        return void (await (give(pick('invited'), 'accept') ?? this.#invite(step)));
    }
  }

  #target(step: Step): string {
    const others = this.accounts.filter((_, agent) => agent !== this.agentOf(step.browser) && this.schedule.browsers.includes(agent));
    return others[step.choice % others.length]!.jid;
  }

  async #invite(step: Step): Promise<void> {
    const sessionId = randomUUID();
    this.sessionIds.add(sessionId);
    await this.#give(step, 'invite', { sessionId, target: this.#target(step) });
  }

  async #call(step: Step): Promise<void> {
    const [sessionId, callId] = [randomUUID(), randomUUID()];
    this.sessionIds.add(sessionId);
    this.#callers.set(callId, step.browser);
    await this.#give(step, 'call', { callId, sessionId, target: this.#target(step) });
  }

  async #say(step: Step, sessionId: string): Promise<void> {
    const index = this.said.length;
    const body = `${step.browser}.${index}`;
    const noted: Said = { browser: step.browser, tab: tabOf(step), sessionId, body, isTaken: undefined };
    this.said.push(noted);
    const result = await this.#give(step, 'send', { sessionId, messageId: randomUUID(), body });
    if (result)
      this.said[index] = { ...noted, isTaken: result.refused === undefined, ...(result.refused ? { refused: result.refused } : {}) };
  }

  async #consult(step: Step): Promise<void> {
    const sessionId = randomUUID();
    const interactionId = `case-${sessionId}`;
    this.sessionIds.add(sessionId);
    this.#cases.set(sessionId, { browser: step.browser, value: 0 });
    await this.#give(step, 'openInteraction', {
      id: interactionId,
      media: 'email',
      contact: { name: 'Ada Example' },
      caseData: [{ key: 'Version', value: '0' }],
    });
    await this.#give(step, 'consult', { sessionId, interactionId, target: this.#target(step) });
    await this.#say(step, sessionId);
  }

  /** Signs out where nothing is lost by it. What the agent's browser knew is gone then, the cases that it had opened among it. */
  async #signOut(step: Step): Promise<void> {
    const result = await this.#give(step, 'signOut', { asksBeforeLoss: true });
    if (result?.refused) return;
    for (const [callId, browser] of this.#callers) if (browser === step.browser) this.leftCalls.add(callId);
    for (const [sessionId, { browser }] of this.#cases) if (browser === step.browser) this.#cases.delete(sessionId);
  }

  async #changeCase(step: Step): Promise<void> {
    const own = [...this.#cases].filter(([, { browser }]) => browser === step.browser);
    const [sessionId, found] = own[step.choice % own.length] ?? [];
    if (!found) return;
    const value = found.value + 1;
    const caseData = [{ key: 'Version', value: String(value) }];
    const result = await this.#give(step, 'updateInteraction', { id: `case-${sessionId}`, caseData });
    // Whether a killed session host has taken the change isn't known, so that this case tells nothing any more.
    if (!result) this.#cases.delete(sessionId!);
    else if (!result.refused) found.value = Math.max(found.value, value);
  }

  /** Gives a command in one of the tabs. @returns undefined when the browser was killed before it was answered */
  async #give<N extends CommandName>(step: Step, name: N, input: CommandInput<N>): Promise<CommandResult | undefined> {
    const browser = this.browsers[step.browser]!;
    const tab = browser.tabs[tabOf(step)]!;
    const result = await tab.commands[name](input);
    // The tabs of a browser that is killed answer by themselves, without knowing what the session host has done.
    return browser.tabs.includes(tab) && !browser.isOff ? result : undefined;
  }
}
