/** Where the bearer tokens of the contact service come from. */
export interface ContactTokens {
  /**
   * A token that is good now. `refused` names one that the service has just refused (401): another is needed.
   * @param service where it will be sent: one that was given for another address is never given for this one
   * @param isInteractive whether the agent may be asked to sign in now (a press of a button led here).
   * @throws ContactSignInNeeded when there is none without asking the agent
   */
  get(options: {
    readonly service?: string;
    readonly refused?: string;
    readonly isInteractive: boolean;
    readonly signal: AbortSignal;
  }): Promise<string>;
  /** Forgets the tokens that are held, because the agent signs out. */
  forget(): Promise<void>;
}

/** The agent must sign in to the contact service first. */
export class ContactSignInNeeded extends Error {
  override readonly name = 'ContactSignInNeeded';
}
