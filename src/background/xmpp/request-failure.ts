/** Whether a request is answered, be it with an error. */
export function isAnswered(request: Promise<unknown>): Promise<boolean> {
  return request.then(
    () => true,
    (failure: unknown) => !isTimeout(failure),
  );
}

/** Whether StanzaJS has given up waiting for an answer. */
function isTimeout(failure: unknown): boolean {
  return (
    failure instanceof Object &&
    'error' in failure &&
    failure.error instanceof Object &&
    'condition' in failure.error &&
    failure.error.condition === 'timeout'
  );
}

/** A server that doesn't know XEP-0191 says so; one that doesn't answer is another matter. */
export function nothingIfRefused(failure: unknown): { readonly jids?: readonly string[] } {
  if (failure instanceof Object && 'error' in failure) return {};
  throw failure;
}
