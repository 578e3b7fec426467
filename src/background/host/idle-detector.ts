/** Tells whether the agent is at their computer, where the browser knows. */
export interface IdleDetector {
  /** Whether there was input within this time. */
  isActive(withinMs: number): Promise<boolean>;
  /** From now on `onIdle` is told when there has been no input for so long. */
  watch(afterMs: number): void;
  /** Calls the listener when there has been no input for as long as was said, and when the computer is locked. */
  onIdle(listener: () => void): void;
}
