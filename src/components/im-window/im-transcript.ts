import { localized, msg } from '@lit/localize';
import arrowDown from '@vscode/codicons/src/icons/arrow-down.svg';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { QueryOf, TranscriptSlice } from '../../channel/contract.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { buttonStyles } from '../kit/button.styles.ts';
import { icon } from '../kit/icon.ts';
import { imTranscriptStyles } from './im-transcript.styles.ts';
import { formattingLocale } from '../../words/localization.ts';
import { loadLinkFinder, needsLinkFinder } from '../kit/message-links.ts';
import { SliceController } from '../kit/slice-controller.ts';
import { movementOf, type ReadingPlace, readingPlaceIn } from './reading-place.ts';
import { isShownOtherwise, renderEntry, type TranscriptSession } from './transcript-entry.ts';
import { isSameDay, lastOfEachDelivery, newestOf } from './transcript-window.ts';

/** How many entries are asked for while the agent is at the end. */
const AT_THE_END = 60;
/** While the agent reads further up: how many entries are asked for on each side of the one that is read. */
const AROUND = 200;
/** How many entries must be left on each side before the window moves, so that scrolling never comes to its edge. */
const IN_RESERVE = 100;
/** How near the end counts as being there, in CSS pixels. */
const EDGE = 40;

/**
 * What was said and what happened in an IM session. It stays at the end as long as the agent is there. Further up it has the entries around the
 * one that the agent reads, and that one stays where it is, whatever comes and goes around it.
 *
 * @tag backchannel-im-transcript
 * @fires reached-end when the agent has come back to the end, so that everything has been seen
 */
@customElement('backchannel-im-transcript')
@localized()
export class ImTranscript extends LitElement {
  static override styles = [baseStyles, buttonStyles, imTranscriptStyles];

  /** The session; one element shows one session all its life. */
  @property({ attribute: false, hasChanged: isShownOtherwise }) session!: TranscriptSession;
  /** Shown where there is no entry. */
  @property() emptyText = '';

  /** The position of the entry around which others are asked for; undefined while the agent is at the end. */
  @state() private around: number | undefined;
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
  /** Set while the end is to be scrolled to. */
  #stayDue: ReturnType<typeof setTimeout> | undefined;
  /** The entry that the agent reads, and where it was before the update, so that it can be kept there. */
  #place: ReadingPlace | undefined;

  readonly #transcript = new SliceController<'transcript'>(this, () => this.#window);
  readonly #resizes = new ResizeObserver(() => {
    this.#notePosition();
    this.#stayAtEnd();
  });
  readonly #onExpand = (entryId: string): void => {
    this.expanded = new Set(this.expanded).add(entryId);
  };

  /** Whether the agent sees the end, and so whatever comes. */
  get isAtEnd(): boolean {
    return this.#isPinned && this.#isEndHere;
  }

  /** Whether the last entry of the transcript is among those that are here. */
  get #isEndHere(): boolean {
    return this.#transcript.slice?.newest === undefined;
  }

  /** What is asked for. */
  get #window(): QueryOf<'transcript'> | undefined {
    if (!this.session) return undefined;

    const asked = { kind: 'transcript', sessionId: this.session.id } as const;
    return this.around === undefined ? { ...asked, last: AT_THE_END } : { ...asked, last: AROUND, around: this.around };
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

  /** Notes what has come. What the agent reads must stay where it is, whatever comes or goes around it. */
  #noteArrivals(slice: TranscriptSlice): void {
    const before = this.#shown;
    this.#place = undefined;
    if (!before || this.#isPinned) return;

    if (newestOf(slice) > newestOf(before)) this.hasNewBelow = true;

    this.#place = this.entries ? readingPlaceIn(this.entries) : undefined;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const isSameAsBefore = this.#shown === this.#transcript.slice && !changed.has('expanded') && !changed.has('isLinkFinderLoaded');
    if (isSameAsBefore) return;

    const wasEndHere = this.#shown?.newest === undefined;
    this.#shown = this.#transcript.slice;
    if (this.isAtEnd && !wasEndHere) this.dispatchEvent(new Event('reached-end'));

    if (this.#place && this.log) this.log.scrollTop += movementOf(this.#place);

    this.#place = undefined;
    // Where the end is, is known when everything is laid out, which is done once for all that is rendered now.
    this.#stayDue ??= setTimeout(() => this.#stayAtEnd());
    this.#moveWindow();
  }

  #stayAtEnd(): void {
    clearTimeout(this.#stayDue);
    this.#stayDue = undefined;
    if (this.#isPinned && this.log) {
      this.log.scrollTop = this.log.scrollHeight;
      this.#scrollTop = this.log.scrollTop;
    }
  }

  /** Notes whether the agent is at the end. Only scrolling up leaves it; a transcript that grows doesn't, and neither does one whose end is awaited. */
  #notePosition(): void {
    const { log } = this;
    if (!log?.clientHeight) return;

    const isAtEnd = this.#isEndHere && log.scrollHeight - log.scrollTop - log.clientHeight < EDGE;
    this.#setPinned(isAtEnd || (this.#isPinned && (!this.#isEndHere || log.scrollTop >= this.#scrollTop)));
    this.#scrollTop = log.scrollTop;
  }

  #setPinned(isPinned: boolean): void {
    const hasReachedEnd = isPinned && !this.#isPinned;
    this.#isPinned = isPinned;
    if (!hasReachedEnd) return;

    this.around = undefined;
    this.hasNewBelow = false;
    if (this.isAtEnd) this.dispatchEvent(new Event('reached-end'));
  }

  #onScroll(): void {
    // The browser may have moved what is in sight, to keep it where it was.
    if (this.#stayDue !== undefined) this.#stayAtEnd();
    this.#notePosition();
    this.#moveWindow();
  }

  /** Asks for the entries around the one that is read, where too few are left above or below it. */
  #moveWindow(): void {
    const slice = this.#transcript.slice;
    if (this.#isPinned || !slice || slice !== this.#shown || !this.#transcript.isCurrent || !this.entries) return;

    const { index } = readingPlaceIn(this.entries);
    const isShortAbove = slice.hasEarlier && index < IN_RESERVE;
    const isShortBelow = this.around === undefined || (!this.#isEndHere && slice.entries.length - index < IN_RESERVE);
    if (isShortAbove || isShortBelow) this.around = slice.entries[index]?.position ?? this.around;
  }

  #goToEnd(): void {
    this.#setPinned(true);
    this.#stayAtEnd();
    this.log?.focus();
  }

  override render(): TemplateResult {
    const { entries = [], savingFrom = Infinity } = this.#transcript.slice ?? {};
    const marked = lastOfEachDelivery(entries);
    return html`
      <div class="log" role="log" aria-label=${msg('Transcript')} aria-live=${this.around === undefined ? 'polite' : 'off'} tabindex="0" @scroll=${this.#onScroll}>
        ${this.emptyText && this.#transcript.slice?.entries.length === 0 ? html`<p class="empty muted">${this.emptyText}</p>` : nothing}
        <div class="entries ${this.around === undefined ? '' : 'many'}">
          ${repeat(
            entries,
            (entry) => entry.id,
            (entry, index) => {
              const place = {
                isNewDay: !isSameDay(entry.at, entries[index - 1]?.at),
                isDeliveryShown: marked.has(entry.id),
                isUnsaved: entry.kind === 'message' && !entry.isOwn && entry.position >= savingFrom,
                isExpanded: this.expanded.has(entry.id),
                canSendAgain: this.session.state?.status === 'connected',
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
      <div role="status">
        ${this.hasNewBelow ? html`<button class="button new" @click=${this.#goToEnd}>${icon(arrowDown)}${msg('New messages')}</button>` : nothing}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-im-transcript': ImTranscript;
  }
}
