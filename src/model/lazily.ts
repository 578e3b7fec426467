/** Gets something when it is first needed, and then the same again. If that fails, whoever asks next tries anew. */
export function lazily<T>(get: () => Promise<T>): () => Promise<T> {
  let getting: Promise<T> | undefined;
  return () =>
    (getting ??= get().catch((error: unknown) => {
      getting = undefined;
      throw error;
    }));
}
