import { localized, msg } from '@lit/localize';
import arrowDown from '@vscode/codicons/src/icons/arrow-down.svg';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TranscriptSlice } from '../../channel/contract.ts';
import type { TranscriptEntry } from '../../model/session/im-session.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { icon } from '../kit/icon.ts';
import { imTranscriptStyles } from './im-transcript.styles.ts';
import { formattingLocale } from '../../words/localization.ts';
import { loadLinkFinder, needsLinkFinder } from '../kit/message-links.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { renderEntry, type TranscriptSession } from './transcript-entry.ts';

const FIRST_WINDOW = 60;
const WINDOW_STEP = 100;
const LARGEST_WINDOW = 5_000;
/** How near an edge counts as being at it, in CSS pixels. */
const EDGE = 40;

/**
 * What was said and what happened in an IM session. It stays at the end as long as the agent is there.
 *
 * @tag backchannel-im-transcript
 * @fires reached-end when the agent has come back to the end, so that everything has been seen
 */
@customElement('backchannel-im-transcript')
@localized()
export class ImTranscript extends LitElement {
  static override styles = [baseStyles, buttonStyles, imTranscriptStyles];

  /** The session; one element shows one session all its life. */
  @property({ attribute: false }) session!: TranscriptSession;
  /** Shown where there is no entry. */
  @property() emptyText = '';

  /** How many entries are asked for, counted from the end. */
  @state() private last = FIRST_WINDOW;
  /** Whether something came while the agent was reading further up. */
  @state() private hasNewBelow = false;
  /** The long messages that the agent has asked to see whole. */
  @state() private expanded: ReadonlySet<string> = new Set();
  @state() private isLinkFinderLoaded = false;

  @query('.log') private log!: HTMLElement | null;
  @query('.entries') private entries!: HTMLElement | null;

  /** Whether the agent is at the end, and wants to stay there. */
  #isPinned = true;
  #scrollTop = 0;
  #shown: TranscriptSlice | undefined;
  /** An entry, and where it was before the update, so that it can be kept there. */
  #anchor: { readonly element: Element; readonly top: number } | undefined;

  readonly #transcript = new SliceController<'transcript'>(this, () =>
    this.session ? { kind: 'transcript', sessionId: this.session.id, last: this.last } : undefined,
  );
  readonly #resizes = new ResizeObserver(() => {
    this.#notePosition();
    this.#stayAtEnd();
  });
  readonly #onExpand = (entryId: string): void => {
    this.expanded = new Set(this.expanded).add(entryId);
  };

  /** Whether the agent sees the end, and so whatever comes. */
  get isAtEnd(): boolean {
    return this.#isPinned;
  }

  /** Moves the focus to the entries, which arrow keys then scroll. */
  override focus(): void {
    this.log?.focus();
  }

  override firstUpdated(): void {
    this.#observeSizes();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observeSizes();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  /** Observes the sizes of the window and of the entries. Entries out of sight get their real height only when they are laid out. */
  #observeSizes(): void {
    for (const element of [this.log, this.entries]) if (element) this.#resizes.observe(element);
  }

  override willUpdate(): void {
    const slice = this.#transcript.slice;
    if (!slice || slice === this.#shown) return;

    if (!this.isLinkFinderLoaded && slice.entries.some((entry) => entry.kind === 'message' && needsLinkFinder(entry.body))) {
      // If the link finder can't be loaded, links stay text, and the next message has it loaded again.
      void loadLinkFinder().then(
        () => (this.isLinkFinderLoaded = true),
        () => undefined,
      );
    }
    this.#noteArrivals(slice);
  }

  /** Notes what has come. What the agent reads must stay where it is, whatever comes below it or is dropped above it. */
  #noteArrivals(slice: TranscriptSlice): void {
    const before = this.#shown;
    this.#anchor = undefined;
    if (!before || this.#isPinned) return;

    const newest = before.entries.at(-1);
    const arrived = slice.entries.filter((entry) => entry.position > (newest?.position ?? -Infinity)).length;
    if (arrived > 0) this.hasNewBelow = true;

    if (arrived > 0 && slice.hasEarlier) this.#askForMore(Math.max(arrived, WINDOW_STEP));

    const top = this.log?.getBoundingClientRect().top ?? 0;
    const element = [...(this.entries?.children ?? [])].find((child) => child.getBoundingClientRect().bottom > top);
    this.#anchor = element && { element, top: element.getBoundingClientRect().top };
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const isSameAsBefore = this.#shown === this.#transcript.slice && !changed.has('expanded') && !changed.has('isLinkFinderLoaded');
    if (isSameAsBefore) return;

    this.#shown = this.#transcript.slice;
    if (this.#anchor?.element.isConnected && this.log) {
      this.log.scrollTop += this.#anchor.element.getBoundingClientRect().top - this.#anchor.top;
      this.#anchor = undefined;
    }
    this.#stayAtEnd();
  }

  #stayAtEnd(): void {
    if (this.#isPinned && this.log) {
      this.log.scrollTop = this.log.scrollHeight;
      this.#scrollTop = this.log.scrollTop;
    }
  }

  /** Notes whether the agent is at the end. Only scrolling up leaves it; a transcript that grows doesn't. */
  #notePosition(): void {
    const { log } = this;
    if (!log?.clientHeight) return;

    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < EDGE;
    this.#setPinned(isAtEnd || (this.#isPinned && log.scrollTop >= this.#scrollTop));
    this.#scrollTop = log.scrollTop;
  }

  #setPinned(isPinned: boolean): void {
    const hasReachedEnd = isPinned && !this.#isPinned;
    this.#isPinned = isPinned;
    if (!hasReachedEnd) return;

    this.hasNewBelow = false;
    this.dispatchEvent(new Event('reached-end'));
  }

  #onScroll(): void {
    this.#notePosition();
    if (!this.#isPinned && this.#scrollTop < EDGE && this.#transcript.isCurrent && this.#transcript.slice?.hasEarlier)
      this.#askForMore(WINDOW_STEP);
  }

  #askForMore(count: number): void {
    this.last = Math.min(LARGEST_WINDOW, this.last + count);
  }

  #goToEnd(): void {
    this.#setPinned(true);
    this.#stayAtEnd();
    this.log?.focus();
  }

  override render(): TemplateResult {
    const entries = this.#transcript.slice?.entries ?? [];
    const marked = lastOfEachDelivery(entries);
    return html`
      <div class="log" role="log" aria-label=${msg('Transcript')} aria-live="polite" tabindex="0" @scroll=${this.#onScroll}>
        ${this.emptyText && this.#transcript.slice?.entries.length === 0 ? html`<p class="empty muted">${this.emptyText}</p>` : nothing}
        <div class="entries">
          ${repeat(
            entries,
            (entry) => entry.id,
            (entry, index) => {
              const place = {
                isNewDay: !isSameDay(entry.at, entries[index - 1]?.at),
                isDeliveryShown: marked.has(entry.id),
                isExpanded: this.expanded.has(entry.id),
              };
              // Each slice brings new objects for the same entries, in which only the delivery and the time can differ.
              const { at, delivery } = { delivery: undefined, ...entry };
              return guard([at, delivery, ...Object.values(place), this.isLinkFinderLoaded, formattingLocale()], () =>
                renderEntry(entry, { session: this.session, ...place, onExpand: this.#onExpand }),
              );
            },
          )}
        </div>
      </div>
      ${
        this.hasNewBelow
          ? html`<button class="button new" @click=${this.#goToEnd}>${icon(arrowDown)}${msg('New messages')}</button>`
          : nothing
      }
    `;
  }
}

/** Ids of the own messages under which the delivery mark stands: the last of each run that came equally far. */
function lastOfEachDelivery(entries: readonly TranscriptEntry[]): ReadonlySet<string> {
  const ids = new Set<string>();
  let later: string | undefined;
  for (const entry of entries.toReversed()) {
    if (entry.kind === 'message' && entry.delivery) {
      if (entry.delivery !== later) ids.add(entry.id);

      later = entry.delivery;
    }
  }
  return ids;
}

function isSameDay(at: number, other: number | undefined): boolean {
  return other !== undefined && new Date(at).toDateString() === new Date(other).toDateString();
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-im-transcript': ImTranscript;
  }
}
