/* Replaces Node's `events` by what StanzaJS calls of it, a sixth of its size (see stanza-slim.mjs). */

/** Tells listeners of named events. */
export class EventEmitter {
  /** @type {Map<string, ((...told: unknown[]) => void)[]>} */
  #listeners = new Map();

  /** @param {string} name @param {(...told: unknown[]) => void} listener */
  on(name, listener) {
    // A new list each time: who is added or removed while an event is told changes nothing of that event.
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
    return this;
  }

  /** @param {string} name @param {(...told: unknown[]) => void} listener */
  once(name, listener) {
    const once = (/** @type {unknown[]} */ ...told) => {
      this.removeListener(name, once);
      listener.apply(this, told);
    };
    once.listener = listener;
    return this.on(name, once);
  }

  /** @param {string} name @param {(...told: unknown[]) => void} listener */
  off(name, listener) {
    return this.removeListener(name, listener);
  }

  /** StanzaJS puts it in place of `off`. @param {string} name @param {(...told: unknown[]) => void} listener */
  removeListener(name, listener) {
    const left = [...(this.#listeners.get(name) ?? [])];
    const at = left.findLastIndex((one) => one === listener || ('listener' in one && one.listener === listener));
    if (at >= 0) left.splice(at, 1);
    if (left.length) this.#listeners.set(name, left);
    else this.#listeners.delete(name);
    return this;
  }

  /** @param {string} name @param {unknown[]} told @returns whether anybody listens */
  emit(name, ...told) {
    const listeners = this.#listeners.get(name) ?? [];
    for (const listener of listeners) listener.apply(this, told);
    return listeners.length > 0;
  }

  /** @param {string} name */
  listenerCount(name) {
    return this.#listeners.get(name)?.length ?? 0;
  }

  /** @param {string} [name] */
  removeAllListeners(name) {
    if (name === undefined) this.#listeners.clear();
    else this.#listeners.delete(name);
    return this;
  }

  setMaxListeners() {
    return this;
  }
}
