import type { CommandInput, CommandName, CommandResult } from '../channel/contract.ts';
import { firstSlice } from '../channel/first-slice.ts';
import type { CarryOut, Workspace } from '../channel/workspace.ts';
import { cutText } from '../model/text/cut-text.ts';
import type { Overview } from '../model/workspace.ts';
import type { Hook, HookName, HookOptions, Hooks } from './backchannel-client.ts';
import { ASKING_AGAIN, factsOf, HOOKS, isUnasked, keyOf, peerOf, SHARING, targetOf } from './hook-facts.ts';

const DEFAULT_MS = 2_000;
const LONGEST_MS = 10_000;
/** How long a session or call may stay unknown that a command names. The session host tells of it within a frame. */
const UNKNOWN_MS = 1_000;
/** As much of a reason as the agent is shown. */
const MAX_REASON = 200;

/** A workspace whose commands can be had carried out otherwise. */
export interface HookedWorkspace extends Workspace {
  interceptCommands(carryOut: CarryOut): CarryOut;
}

interface KnownHook {
  readonly hook: Hook<HookName>;
  readonly timeoutMs: number;
}

/** What a hook has answered: whether it goes on, and with what. */
type Outcome = { readonly heldBack: CommandResult } | { readonly heldBack?: undefined; readonly change: Readonly<Record<string, unknown>> };

/**
 * Asks the page before the agent does something in it. A hook can hold back, change the text of a message, and leave out fields that would be shared; all
 * that the organisation's policy forbids stays forbidden, because the session host looks at what comes out. A hook that throws, answers what can't be understood, or
 * takes too long holds nothing up: it goes on as if there were none, and the diagnostics tell.
 */
export class CommandHooks {
  readonly #hooks = new Map<HookName, KnownHook>();
  /** By session or call, the end of what was given last, since nothing may overtake what waits for a hook. */
  readonly #turns = new Map<string, Promise<unknown>>();

  #overview: Overview | undefined;

  readonly #carryOut: CarryOut;

  /**
   * Has all commands of this page come here from now on.
   * @param interactionIdOf What the page calls an interaction; undefined for another page's
   */
  constructor(
    private readonly workspace: HookedWorkspace,
    private readonly interactionIdOf: (id: string) => string | undefined,
  ) {
    workspace.subscribe({ kind: 'overview' }, (overview) => (this.#overview = overview));
    // A view's commands are those of the contract, whose inputs the session host checks.
    this.#carryOut = workspace.interceptCommands((name, input) => this.carryOut(name as CommandName, input as CommandInput<CommandName>));
  }

  /** @returns what ends it */
  add<N extends HookName>(name: N, hook: Hook<N>, { timeoutMs = DEFAULT_MS }: HookOptions = {}): () => void {
    // Each hook is called with the facts of its own name, which TypeScript can't follow through the map.
    const known: KnownHook = {
      hook: hook as unknown as Hook<HookName>,
      timeoutMs: Math.min(Math.max(0, Number(timeoutMs) || 0), LONGEST_MS),
    };
    this.#hooks.set(name, known);
    return () => void (this.#hooks.get(name) === known && this.#hooks.delete(name));
  }

  /** Carries out a command, after the hooks for it. */
  carryOut(name: CommandName, input: CommandInput<CommandName>): Promise<CommandResult> {
    const key = keyOf(input);
    const before = this.#turns.get(key);
    const isHooked = this.#isHooked(name);
    if (!isHooked && !before) return this.#give(name, input);
    const done = (before ?? Promise.resolve()).then(() => {
      const overview = this.#overview;
      // While nobody is known to be signed in, the host refuses it.
      return isHooked && overview?.me ? this.#ask(name, input, overview) : this.#give(name, input);
    });
    const over = done.catch(() => undefined).then(() => void (this.#turns.get(key) === over && this.#turns.delete(key)));
    this.#turns.set(key, over);
    return done;
  }

  #give<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResult> {
    return this.#carryOut(name, input);
  }

  #isHooked(name: CommandName): boolean {
    const hook = HOOKS[name];
    const isSending = ASKING_AGAIN.includes(name) && this.#hooks.has('send');
    return (hook !== undefined && this.#hooks.has(hook)) || isSending || (SHARING.includes(name) && this.#hooks.has('share'));
  }

  async #ask(name: CommandName, given: CommandInput<CommandName>, known: Overview): Promise<CommandResult> {
    const input = given as Readonly<Record<string, unknown>>;
    const from = ASKING_AGAIN.includes(name) ? String(input['from']) : undefined;
    const about = from === undefined ? input : { ...input, sessionId: from };
    const isBeginning = HOOKS[name] === 'invite' && from === undefined;
    const overview = isBeginning ? known : await this.#overviewWith(about, known);
    let body: string | undefined;
    const hook = HOOKS[name];
    if (hook && this.#hooks.has(hook)) {
      const outcome = await this.#run(hook, factsOf(hook, name, input, overview, this.interactionIdOf));
      if (outcome.heldBack) return outcome.heldBack;
      if (hook === 'send' && typeof outcome.change['text'] === 'string') body = outcome.change['text'];
    }
    if (from !== undefined && !isUnasked(overview, from)) return this.#give(name, given);
    const heldDraft = from === undefined ? undefined : await this.#sendDraft(from, String(input['messageId']), overview);
    if (heldDraft) return heldDraft;
    if (this.#hooks.has('share')) {
      const heldBack = await this.#share(name, about, overview);
      if (heldBack) return heldBack;
    }
    return this.#give(name, body === undefined ? given : { ...given, body });
  }

  /** Asks about the draft that a session's group is to be sent, and changes it. @returns what holds it back */
  async #sendDraft(sessionId: string, writer: string, overview: Overview): Promise<CommandResult | undefined> {
    if (!this.#hooks.has('send')) return undefined;
    const draft = await inTime(firstSlice(this.workspace, { kind: 'draft', sessionId }), LONGEST_MS);
    if (draft === 'late') return { refused: 'not-possible-now' };
    const outcome = await this.#run('send', { sessionId, peer: peerOf(overview, sessionId), text: draft.text });
    if (outcome.heldBack) return outcome.heldBack;
    const { text } = outcome.change;
    if (typeof text !== 'string') return undefined;
    const saved = await this.#give('saveDraft', { sessionId, text, writer });
    return saved.refused ? saved : undefined;
  }

  /** The overview as soon as it has what the command names. */
  async #overviewWith({ sessionId, callId }: Readonly<Record<string, unknown>>, known: Overview): Promise<Overview> {
    const has = ({ sessions, calls }: Overview) => sessions.some(({ id }) => id === sessionId) || calls.some(({ id }) => id === callId);
    const told = await inTime(firstSlice(this.workspace, { kind: 'overview' }, has), UNKNOWN_MS);
    return told === 'late' ? known : told;
  }

  /** Asks what is to be shared, where this command shares the case data for the first time. @returns what holds it back */
  async #share(name: CommandName, input: Readonly<Record<string, unknown>>, { sessions }: Overview): Promise<CommandResult | undefined> {
    const session = sessions.find(({ id }) => id === input['sessionId']);
    const given = input['interactionId'];
    const opened = SHARING.includes(name) && typeof given === 'string' ? given : undefined;
    const interactionId = session?.parent?.interactionId ?? opened;
    if (interactionId === undefined || (session && session.state.status !== 'not-connected')) return undefined;
    const of = session ? ({ of: 'session', id: session.id } as const) : ({ of: 'interaction', id: interactionId } as const);
    const read = await inTime(firstSlice(this.workspace, { kind: 'case-data', ...of }), LONGEST_MS);
    if (read === 'late') return undefined;
    const { fields, leftOut } = read;
    const shared = fields.filter(({ key }) => !leftOut.includes(key)).map(({ key, value }) => ({ key, value }));
    if (shared.length === 0) return undefined;
    const target = targetOf(input);
    const outcome = await this.#run('share', {
      peer: session ? peerOf({ sessions }, session.id) : target,
      interactionId: this.interactionIdOf(interactionId) ?? '',
      fields: shared,
    });
    if (outcome.heldBack) return outcome.heldBack;
    const wanted = outcome.change['leaveOut'];
    const keys = Array.isArray(wanted) ? shared.filter(({ key }) => wanted.includes(key)) : [];
    const sessionId = String(input['sessionId']);
    // A field is left out of a session, so that a voice consultation opens its own first.
    if (keys.length && !session) {
      const { group } = input as Partial<CommandInput<'callGroup'>>;
      const consulted = await (group
        ? this.#give('askGroup', { sessionId, group, interactionId })
        : this.#give('consult', { sessionId, interactionId, target }));
      if (consulted.refused) return consulted;
    }
    for (const { key } of keys) {
      const left = await this.#give('leaveOutField', { sessionId, key, isLeftOut: true });
      if (left.refused) return left;
    }
    return undefined;
  }

  async #run<N extends HookName>(name: N, facts: Hooks[N]['facts']): Promise<Outcome> {
    const { hook, timeoutMs } = this.#hooks.get(name) ?? {};
    const goOn: Outcome = { change: {} };
    if (!hook || timeoutMs === undefined) return goOn;
    try {
      const answer: unknown = await inTime(Promise.resolve(hook(facts)), timeoutMs);
      if (answer === undefined || answer === null) return goOn;
      if (answer !== 'late' && typeof answer === 'object') return outcomeOf(answer);
      this.#note(name, answer === 'late' ? 'late' : 'failed');
    } catch (error) {
      // The page hears of its own error, as of any that nobody catches.
      reportError(error);
      this.#note(name, 'failed');
    }
    return goOn;
  }

  /** What isn't noted is lost for the diagnostics alone. */
  #note(hook: HookName, outcome: 'late' | 'failed'): void {
    void this.#give('noteHook', { hook, outcome }).catch(() => undefined);
  }
}

/** What comes of it, or `late`. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T | 'late'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function outcomeOf(answer: object): Outcome {
  const { holdBack, ...change } = answer as Readonly<Record<string, unknown>>;
  if (holdBack === undefined || holdBack === null || holdBack === false) return { change };
  return { heldBack: { refused: 'held-back', reason: typeof holdBack === 'string' ? cutText(holdBack, MAX_REASON) : '' } };
}
