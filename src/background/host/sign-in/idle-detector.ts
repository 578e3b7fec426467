/** Tells whether the agent is at their computer, where the browser knows. */
export interface IdleDetector {
  /** Whether there was input within this time. */
  isActive(withinMs: number): Promise<boolean>;
  /** Sets after how long without input the listener of `onIdle` is called. */
  watch(afterMs: number): void;
  /** Calls the listener when there has been no input for that long, and when the computer is locked. */
  onIdle(listener: () => void): void;
}
