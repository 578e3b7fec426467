import type { CommandResult, Query, Slices } from './contract.ts';

/** What a view calls on the session host. */
export interface HostFunctions {
  command(name: string, input: unknown): Promise<CommandResult>;
  subscribe(id: number, query: unknown): void;
  unsubscribe(id: number): void;
}

/** What the session host calls on a view. */
export interface ViewFunctions {
  slice(id: number, slice: Slices[Query['kind']]): void;
}

/** A message channel between a view and the session host: a MessagePort, or an extension's runtime port. */
export interface ChannelPort {
  post(message: unknown): void;
  onMessage(handler: (message: unknown) => void): void;
  /** The other side is gone. */
  onClose(handler: () => void): void;
  close(): void;
}
