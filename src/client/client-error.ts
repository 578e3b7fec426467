/** Why the client itself didn't do something, beside what a command may be refused for. */
const REASONS = {
  'held-back': 'A hook of the page holds it back; `reason` is what the agent is told.',
  destroyed: 'The client was destroyed, before or meanwhile. Whether it was done isn’t known.',
  'no-answer': 'No answer has come in time. Whether it was done isn’t known.',
  'no-view': 'There is no element that could show it: pass it to `client`.',
  'frame-not-found': 'The frame’s page doesn’t answer. Is the address right, and does its frame-ancestors allow this page?',
  'origin-not-allowed': 'The deployment’s list has no such origin.',
  'unknown-version': 'The frame’s page doesn’t speak this version.',
  'method-not-allowed': 'The deployment’s list doesn’t give this origin the method, or there is none of this name.',
  quarantined:
    'The page has asked too often, or what can’t be understood; for half a minute it isn’t listened to. `retryAfterMs` says how long.',
  'too-large': 'What was given is too large, or can’t be written as JSON.',
  failed: 'It failed for a reason that nobody has foreseen.',
} as const;

export type ClientErrorCode = keyof typeof REASONS;

/** Something wasn't done. `code` says why: one of these, what a command is refused for, or why a workspace isn't ready. */
export class BackchannelError extends Error {
  override readonly name = 'BackchannelError';

  /** @param details What is known beside the code, as `maxLength` of `message-too-long` */
  constructor(
    readonly code: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(Object.hasOwn(REASONS, code) ? REASONS[code as ClientErrorCode] : `Refused: ${code}`);
  }
}

/** Any error as this one: its code, if it has one. */
export function clientErrorOf(error: unknown): BackchannelError {
  if (error instanceof BackchannelError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
  return new BackchannelError(code);
}
