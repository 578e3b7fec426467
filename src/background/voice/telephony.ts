import * as v from 'valibot';
import type { PageTelephony, TelephonyCall } from '../../channel/page-telephony.ts';
import type { Interaction } from '../../model/interaction.ts';

/** A page that hasn't put the contact on hold by then has not. */
const ANSWER_MS = 8_000;

const answer = v.object({ isDone: v.boolean() });

interface Page {
  /** Whose interactions it handles; without one, those of the page that embeds. */
  readonly origin: string | undefined;
  readonly call: PageTelephony['call'];
}

/** The pages that handle their contacts' calls themselves, and put them on hold when they are asked to. */
export class Telephony {
  private readonly pages = new Map<object, Page>();

  /** @param onChange A page has come or gone */
  constructor(private readonly onChange: () => void) {}

  add(view: object, origin: unknown, call: PageTelephony['call']): void {
    const parsed = v.safeParse(v.optional(v.pipe(v.string(), v.maxLength(2_000))), origin ?? undefined);
    if (!parsed.success) return;
    this.pages.set(view, { origin: parsed.output, call });
    this.onChange();
  }

  remove(view: object): void {
    if (this.pages.delete(view)) this.onChange();
  }

  /** Some page that is open handles the interaction's call. */
  handles({ media, owner, callId }: Pick<Interaction, 'media' | 'owner' | 'callId'>): boolean {
    return media === 'voice' && callId === undefined && this.pagesOf(owner?.origin).length > 0;
  }

  /** Asks one page after the other, the newest first, until one has done it. */
  async ask(name: TelephonyCall, { id, owner }: Pick<Interaction, 'id' | 'owner'>): Promise<boolean> {
    for (const { call } of this.pagesOf(owner?.origin).reverse()) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const silence = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ANSWER_MS)));
      const answered: unknown = await Promise.race([call(name, owner?.id ?? id).catch(() => undefined), silence]);
      clearTimeout(timer);
      if (v.is(answer, answered) && answered.isDone) return true;
    }
    return false;
  }

  private pagesOf(origin: string | undefined): Page[] {
    return [...this.pages.values()].filter((page) => page.origin === origin);
  }
}
