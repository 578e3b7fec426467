/** Whether a request is answered, be it with an error. */
export function isAnswered(request: Promise<unknown>): Promise<boolean> {
  return request.then(
    () => true,
    (failure: unknown) => conditionOf(failure) !== 'timeout',
  );
}

/** Why a request failed (RFC 6120 8.3.3); `timeout` where StanzaJS has given up waiting for an answer. */
export function conditionOf(failure: unknown): unknown {
  if (!(failure instanceof Object && 'error' in failure && failure.error instanceof Object)) return undefined;
  return 'condition' in failure.error ? failure.error.condition : undefined;
}

/** A server that doesn't know XEP-0191 says so; one that doesn't answer is another matter. */
export function nothingIfRefused(failure: unknown): { readonly jids?: readonly string[] } {
  if (failure instanceof Object && 'error' in failure) return {};
  throw failure;
}
