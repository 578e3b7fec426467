import {
  COMMANDS,
  type CommandName,
  type CommandResult,
  type Commands,
  type Query,
  type QueryOf,
  type Slices,
} from '../../src/channel/contract.ts';
import type { Workspace } from '../../src/channel/workspace.ts';
import type { Happening, NumberedHappening } from '../../src/model/desk/happening.ts';

interface Subscription {
  readonly query: Query;
  readonly onSlice: (slice: never) => void;
}

/** A command that a view has sent. */
export interface GivenCommand {
  readonly name: CommandName;
  readonly input: Record<string, unknown>;
}

/** Stands for the port to the session host: tests push slices by hand; commands are recorded, and answered as the test says. */
export class FakeWorkspace implements Workspace {
  readonly given: GivenCommand[] = [];
  readonly commands: Commands;

  readonly #slices = new Map<string, unknown>([['happenings', { life: 'test', happenings: [] }]]);
  #happenings: readonly NumberedHappening[] = [];
  readonly #answers = new Map<CommandName, CommandResult>();
  readonly #subscriptions = new Set<Subscription>();
  readonly #answerers = new Map<Query['kind'], (query: never) => unknown>();

  constructor() {
    this.commands = Object.fromEntries(
      (Object.keys(COMMANDS) as CommandName[]).map((name) => [
        name,
        (input: Record<string, unknown>) => {
          this.given.push({ name, input });
          return Promise.resolve(this.#answers.get(name) ?? {});
        },
      ]),
    ) as unknown as Commands;
  }

  /** Sets the result that this command is answered with from now on. */
  answer(name: CommandName, result: CommandResult): void {
    this.#answers.set(name, result);
  }

  /** The inputs of all such commands so far. */
  inputsOf(name: CommandName): readonly Record<string, unknown>[] {
    return this.given.filter((command) => command.name === name).map((command) => command.input);
  }

  /** The queries that views follow now. */
  get queries(): readonly Query[] {
    return [...this.#subscriptions].map((subscription) => subscription.query);
  }

  push<K extends Query['kind']>(kind: K, slice: Slices[K]): void {
    this.#slices.set(kind, slice);
    for (const { query, onSlice } of [...this.#subscriptions]) if (query.kind === kind) (onSlice as (slice: Slices[K]) => void)(slice);
  }

  /** Tells whoever follows that this has happened now. */
  tell(happening: Happening): void {
    this.#happenings = [...this.#happenings, { ...happening, number: this.#happenings.length + 1 }];
    this.push('happenings', { life: 'test', happenings: this.#happenings });
  }

  /** Answers queries of this kind from now on, as the host would, at once or later; undefined is no answer yet. */
  answerQueries<K extends Query['kind']>(kind: K, answer: (query: QueryOf<K>) => Slices[K] | Promise<Slices[K]> | undefined): void {
    this.#answerers.set(kind, answer);
  }

  subscribe<K extends Query['kind']>(query: QueryOf<K>, onSlice: (slice: Slices[K]) => void): () => void {
    const subscription: Subscription = { query, onSlice };
    this.#subscriptions.add(subscription);
    const tell = (slice: Slices[K] | undefined): void => {
      if (slice !== undefined && this.#subscriptions.has(subscription)) onSlice(slice);
    };
    queueMicrotask(() => {
      if (!this.#subscriptions.has(subscription)) return;

      const answer = this.#answerers.get(query.kind) as ((query: QueryOf<K>) => Slices[K] | Promise<Slices[K]> | undefined) | undefined;
      const slice = answer ? answer(query) : (this.#slices.get(query.kind) as Slices[K] | undefined);
      if (slice instanceof Promise) void slice.then(tell);
      else tell(slice);
    });
    return () => this.#subscriptions.delete(subscription);
  }

  close(): void {
    this.#subscriptions.clear();
  }
}
