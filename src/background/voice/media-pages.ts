import * as v from 'valibot';
import type { MediaCallName, MediaFunctions } from '../../channel/media-host.ts';

const callIds = v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(200))), v.maxLength(100));

/** Calls a media host's function by its name. */
export type MediaPage = (name: MediaCallName, inputs: readonly unknown[]) => Promise<unknown>;

/** A document that can hold calls' sound, and what it says that it holds already. */
export interface OfferedMedia {
  readonly page: MediaPage;
  readonly calls: readonly string[];
}

/** What plays ring and ringback. */
export type ToneHost = Pick<MediaFunctions, 'setTone' | 'setDevices'>;

/** What the account's calls are told about those documents. */
export interface MediaPagesListener {
  came(view: object, offered: OfferedMedia): void;
  gone(view: object): void;
  heard(view: object, name: unknown, inputs: unknown): Promise<unknown>;
}

/** The documents that can hold calls' sound, by the view that each came with. They stay whoever is signed in. */
export class MediaPages {
  listener: MediaPagesListener | undefined;
  readonly #pages = new Map<object, OfferedMedia>();

  /**
   * @param open Opens such a document, where views have none. Several may ask at once.
   * @param toneHost What plays ring and ringback, if it isn't one of them
   */
  constructor(
    readonly open: (() => Promise<void>) | undefined,
    readonly toneHost?: ToneHost,
  ) {}

  list(): ReadonlyMap<object, OfferedMedia> {
    return this.#pages;
  }

  /** @returns whether it has the sound of calls already */
  add(view: object, calls: unknown, page: MediaPage): boolean {
    const held = v.safeParse(callIds, calls);
    if (!held.success) return false;
    const offered = { page, calls: held.output };
    this.#pages.set(view, offered);
    this.listener?.came(view, offered);
    return held.output.length > 0;
  }

  /** Ends the calls of documents that hold some although nobody is signed in: they have outlived the session host of those calls. */
  endCalls(): void {
    for (const { page, calls } of this.#pages.values()) for (const callId of calls) void page('endCall', [callId, 'success']).catch(gone);
  }

  remove(view: object): void {
    if (this.#pages.delete(view)) this.listener?.gone(view);
  }

  async hear(view: object, name: unknown, inputs: unknown): Promise<unknown> {
    return this.listener?.heard(view, name, inputs);
  }
}

/** Does nothing: the document is gone, and its calls with it, so that there is nothing to end. */
function gone(): void {}
