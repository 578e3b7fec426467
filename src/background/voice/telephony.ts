import * as v from 'valibot';
import type { PageTelephony, TelephonyCall } from '../../channel/page-telephony.ts';
import type { Interaction } from '../../model/interaction/interaction.ts';
import { within } from '../time/waits.ts';

/** How long a page may take. A page that hasn't answered by then counts as not having done it. */
const ANSWER_MS = 8_000;

const answer = v.object({ isDone: v.boolean() });

interface Page {
  /** The origin whose interactions the page handles. Without one, they are those of the page that embeds the widget. */
  readonly origin: string | undefined;
  readonly call: PageTelephony['call'];
  /** Aborts when the page is gone, since it won't answer any more. */
  readonly presence: AbortController;
}

/** The pages that handle their contacts' calls themselves, and put them on hold when they are asked to. */
export class Telephony {
  readonly #pages = new Map<object, Page>();

  /** @param onChange Called when a page has come or gone */
  constructor(
    private readonly onChange: () => void,
    private readonly answerMs = ANSWER_MS,
  ) {}

  add(view: object, origin: unknown, call: PageTelephony['call']): void {
    const parsed = v.safeParse(v.optional(v.pipe(v.string(), v.maxLength(2_000))), origin ?? undefined);
    if (!parsed.success) return;
    this.#pages.get(view)?.presence.abort();
    this.#pages.set(view, { origin: parsed.output, call, presence: new AbortController() });
    this.onChange();
  }

  remove(view: object): void {
    const page = this.#pages.get(view);
    if (!page) return;
    this.#pages.delete(view);
    page.presence.abort();
    this.onChange();
  }

  /** Whether an open page handles the interaction's call. */
  handles({ media, owner, callId }: Pick<Interaction, 'media' | 'owner' | 'callId'>): boolean {
    return media === 'voice' && callId === undefined && this.#pagesOf(owner?.origin).length > 0;
  }

  /** Asks one page after the other, the newest first, until one has done it. */
  async ask(name: TelephonyCall, { id, owner }: Pick<Interaction, 'id' | 'owner'>): Promise<boolean> {
    for (const page of this.#pagesOf(owner?.origin).reverse()) {
      // A page rejects only if it is gone. What its own code throws it reports itself, and answers that it hasn't done it.
      const called = page.call(name, owner?.id ?? id).catch(() => undefined);
      const answered = await within(this.answerMs, called, page.presence.signal);
      if (v.is(answer, answered) && answered.isDone) return true;
    }
    return false;
  }

  #pagesOf(origin: string | undefined): Page[] {
    return [...this.#pages.values()].filter((page) => page.origin === origin);
  }
}
