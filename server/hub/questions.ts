import type { XmlElement } from './xml-element.ts';
import { attributesOf } from './xml-element.ts';

/** What somebody has answered: undefined if nothing came in time. */
type Heard = (answer: XmlElement | undefined) => void;

/** Requests (IQ) of this hub that wait for their answers. */
export class Questions {
  readonly #waiting = new Map<string, { readonly to: string; readonly heard: Heard; readonly timer: ReturnType<typeof setTimeout> }>();
  #last = 0;

  constructor(
    private readonly me: string,
    private readonly send: (stanza: string) => void,
  ) {}

  get size(): number {
    return this.#waiting.size;
  }

  ask(to: string, payload: string, timeoutMs: number, heard: Heard): void {
    const id = `q${(this.#last += 1)}`;
    const timer = setTimeout(() => {
      this.#waiting.delete(id);
      heard(undefined);
    }, timeoutMs);
    this.#waiting.set(id, { to, heard, timer });
    this.send(`<iq${attributesOf({ type: 'get', from: this.me, to, id })}>${payload}</iq>`);
  }

  /** Takes an answer. One that wasn't asked for, or comes from somebody else, is ignored. */
  hear(answer: XmlElement): void {
    const { id = '', from } = answer.attributes;
    const asked = this.#waiting.get(id);
    if (!asked || asked.to !== from) return;
    clearTimeout(asked.timer);
    this.#waiting.delete(id);
    asked.heard(answer);
  }

  /** Forgets what was asked, because the stream on which the answers would have come is gone. */
  clear(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }
}
