import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DraftSlice } from '../../channel/contract.ts';
import type { SessionId } from '../../model/ids.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { randomId } from '../../channel/random-id.ts';

// A draft is saved without a delay, because a reload may come at any time. The session host writes only the newest draft.
const DRAFT_DELAY_MS = 0;

export interface DraftControllerOptions {
  readonly sessionId: () => SessionId | undefined;
  /** What is in the field. */
  readonly text: () => string;
  /** Puts a draft into the field. */
  readonly show: (text: string) => void;
}

/** Keeps what stands in a message field as the session's draft, and shows there what is written, or sent, in another view. */
export class DraftController implements ReactiveController {
  /** What the field calls itself, to tell its own drafts from those of other views. */
  readonly writer = randomId();
  /** Whether the stored draft needn't be waited for: it is in the field, or the agent had begun to type before it came. */
  #isSettled = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #drafts: SliceController<'draft'>;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    private readonly options: DraftControllerOptions,
  ) {
    host.addController(this);
    this.#drafts = new SliceController<'draft'>(
      host,
      () => {
        const sessionId = options.sessionId();
        return sessionId === undefined ? undefined : { kind: 'draft', sessionId };
      },
      (draft) => this.#take(draft),
    );
  }

  hostConnected(): void {
    // The listener captures, so that it runs before the one that closes the channel to the session host.
    window.addEventListener('pagehide', this.saveNow, { capture: true });
  }

  hostDisconnected(): void {
    window.removeEventListener('pagehide', this.saveNow, { capture: true });
    this.saveNow();
  }

  /** To be called when the field has changed. */
  noteEdit(): void {
    this.#isSettled = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.saveNow, DRAFT_DELAY_MS);
  }

  /** To be called when the text was sent and the field is empty. The command that sends it has the session host forget the draft too. */
  noteSent(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly saveNow = (): void => {
    const sessionId = this.options.sessionId();
    if (this.#timer === undefined || sessionId === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // If the draft can't be stored, the text still stands in the field, and the next change tries again. On a full disk the session host keeps it in
    // memory. Storage that fails for good signs the agent out, and the sign-in form says so.
    void this.#drafts.workspace?.commands.saveDraft({ sessionId, text: this.options.text(), writer: this.writer }).catch(() => undefined);
  };

  #take({ text, writer }: DraftSlice): void {
    const isOfOtherView = writer !== '' && writer !== this.writer;
    if (this.#isSettled && (!isOfOtherView || this.#timer !== undefined)) return;
    this.#isSettled = true;
    this.options.show(text);
  }
}
