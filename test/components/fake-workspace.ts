import { COMMAND_NAMES, type CommandName, type CommandResult, type Commands, type Query, type QueryOf, type Slices } from '../../src/channel/contract.ts';
import type { Workspace } from '../../src/channel/workspace.ts';

interface Subscription {
  readonly query: Query;
  readonly onSlice: (slice: never) => void;
}

/** A command that a view gave. */
export interface GivenCommand {
  readonly name: CommandName;
  readonly input: Record<string, unknown>;
}

/** A stand-in for the port to the session host: slices are pushed by hand, commands are noted and answered as told. */
export class FakeWorkspace implements Workspace {
  readonly given: GivenCommand[] = [];
  readonly commands: Commands;

  readonly #slices = new Map<string, unknown>();
  readonly #answers = new Map<CommandName, CommandResult>();
  readonly #subscriptions = new Set<Subscription>();
  #answerHistory: ((query: QueryOf<'history'>) => Slices['history']) | undefined;
  #answerTargets: ((query: QueryOf<'targets'>) => Slices['targets']) | undefined;

  constructor() {
    this.commands = Object.fromEntries(
      COMMAND_NAMES.map((name) => [
        name,
        (input: Record<string, unknown>) => {
          this.given.push({ name, input });
          return Promise.resolve(this.#answers.get(name) ?? {});
        },
      ]),
    ) as unknown as Commands;
  }

  /** What the command is answered with from now on. */
  answer(name: CommandName, result: CommandResult): void {
    this.#answers.set(name, result);
  }

  /** The inputs of every such command so far. */
  inputsOf(name: CommandName): readonly Record<string, unknown>[] {
    return this.given.filter((command) => command.name === name).map((command) => command.input);
  }

  /** The queries that are followed now. */
  get queries(): readonly Query[] {
    return [...this.#subscriptions].map((subscription) => subscription.query);
  }

  push<K extends Query['kind']>(kind: K, slice: Slices[K]): void {
    this.#slices.set(kind, slice);
    for (const { query, onSlice } of [...this.#subscriptions]) {
      if (query.kind === kind) {
        (onSlice as (slice: Slices[K]) => void)(slice);
      }
    }
  }

  /** Answers `targets` queries from now on, as the host's search would. */
  answerTargets(answer: (query: QueryOf<'targets'>) => Slices['targets']): void {
    this.#answerTargets = answer;
  }

  /** Answers `history` queries from now on, as the host's search would. */
  answerHistory(answer: (query: QueryOf<'history'>) => Slices['history']): void {
    this.#answerHistory = answer;
  }

  subscribe<K extends Query['kind']>(query: QueryOf<K>, onSlice: (slice: Slices[K]) => void): () => void {
    const subscription: Subscription = { query, onSlice };
    this.#subscriptions.add(subscription);
    queueMicrotask(() => {
      if (!this.#subscriptions.has(subscription)) {
        return;
      }
      if (query.kind === 'targets' && this.#answerTargets) {
        (onSlice as (slice: Slices['targets']) => void)(this.#answerTargets(query as QueryOf<'targets'>));
      } else if (query.kind === 'history' && this.#answerHistory) {
        (onSlice as (slice: Slices['history']) => void)(this.#answerHistory(query as QueryOf<'history'>));
      } else if (this.#slices.has(query.kind)) {
        onSlice(this.#slices.get(query.kind) as Slices[K]);
      }
    });
    return () => this.#subscriptions.delete(subscription);
  }

  close(): void {
    this.#subscriptions.clear();
  }
}
