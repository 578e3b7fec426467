/** Why the client itself didn't do something, beside what a command may be refused for. */
const REASONS = {
  'held-back': 'A hook of the page holds it back; `reason` is what the agent is told.',
  destroyed: 'The client was destroyed, before or meanwhile. Whether it was done isn’t known.',
  'no-answer': 'No answer has come in time. Whether it was done isn’t known.',
  'no-view': 'There is no element that could show it: pass it to `client`.',
  'frame-not-found': 'Nobody answers at the frame’s address. Does its frame-ancestors allow this page?',
  'dock-not-found': 'No dock answers. Has the agent turned it on here?',
  replaced: 'The page has another client now.',
  'origin-not-allowed': 'The deployment’s list has no such origin.',
  'unknown-version': 'The other side doesn’t speak this version.',
  'method-not-allowed': 'The deployment’s list doesn’t give this origin the method.',
  quarantined: 'The page has asked too often, or what can’t be understood. `retryAfterMs` says for how long it isn’t listened to.',
  'too-large': 'It is too large, or can’t be written as JSON.',
  failed: 'It failed, and nobody has foreseen why.',
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

/** Any error as this one: its code, if it has one. What a page gives may hold what can't be posted, such as a function, or be nested too deeply for that. */
export function clientErrorOf(error: unknown): BackchannelError {
  if (error instanceof BackchannelError) return error;
  const isUnpostable = error instanceof RangeError || (error instanceof DOMException && error.name === 'DataCloneError');
  const code = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
  return Object.assign(new BackchannelError(isUnpostable ? 'too-large' : code), { cause: error });
}
