import type { VersionWatch } from './version-watch.ts';
import type { CommandResult, Commands, Query, QueryOf, Slices } from './contract.ts';

/** What a view works with: commands to give, queries to follow. Views see nothing else of the session host. */
export interface Workspace {
  readonly commands: Commands;
  /**
   * Follows a query: `onSlice` is called with the first answer and with each change, until the returned function is called.
   * A lost host is reopened and asked again by itself.
   */
  subscribe<K extends Query['kind']>(query: QueryOf<K>, onSlice: (slice: Slices[K]) => void): () => void;
  /** Whether this view and its session host are of one build, where they may not be. */
  readonly version?: Pick<VersionWatch, 'standing' | 'follow'> | undefined;
  /** Resolves when the session host can be used; rejects with the reason, whose `code` names it, where it can't. Absent where that needs no saying. */
  readonly ready?: Promise<void>;
  /** Aborts when the page takes the workspace away. Views of it then show nothing more. */
  readonly ended?: AbortSignal;
  /** Leaves the session host; the host and its sessions go on. */
  close(): void;
}

/** Carries out a command that a view has given. */
export type CarryOut = (name: string, input: unknown) => Promise<CommandResult>;
