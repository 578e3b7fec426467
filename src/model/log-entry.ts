/** Something that happened to a session host, for whoever looks for a fault: codes, counts and times, never names, addresses or what was written. */
export interface LogEntry {
  /** When, or first of several in a row, milliseconds since the epoch. */
  readonly at: number;
  /** What, and why: `connection-lost unexpected`, `not-connected connection-refused`. `docs/deploying.md` says how to read them. */
  readonly code: string;
  /** How often in a row. */
  readonly count: number;
  /** How long it took, milliseconds; of several the longest. */
  readonly ms?: number;
}
