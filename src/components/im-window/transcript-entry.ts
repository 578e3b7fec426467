import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { TranscriptEntry, TranscriptMessage } from '../../model/session/im-session.ts';
import { logonOf } from '../../model/logon.ts';
import { cutText } from '../../model/text/cut-text.ts';
import { PREVIEW_LENGTH } from '../../model/text/message-text.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import { deliveryMark, savingMark } from './delivery-mark.ts';
import { formattingLocale } from '../../words/localization.ts';
import { renderUndelivered } from './undelivered-message.ts';
import { linkedText } from '../kit/message-links.ts';
import { sessionEventText } from '../../words/session-event-text.ts';
import { dayText, fullTimeText } from '../../words/date-format.ts';
import { timeText } from '../../words/time-format.ts';

/** What a transcript needs to know of its session. */
export type TranscriptSession = Pick<ImSessionView, 'id' | 'peerLogon' | 'direction'> &
  Partial<Pick<ImSessionView, 'state' | 'group' | 'answeredByName'>>;

/** Whether entries are shown otherwise in the one session than in the other, which is the same one later. */
export function isShownOtherwise(session: TranscriptSession, before: TranscriptSession | undefined): boolean {
  return JSON.stringify(shownOf(session)) !== JSON.stringify(before && shownOf(before));
}

function shownOf({ id, peerLogon, direction, state, group, answeredByName }: TranscriptSession): readonly unknown[] {
  return [id, peerLogon, direction, state, group, answeredByName];
}

/** How one entry stands among the others. */
export interface EntryPlace {
  readonly session: TranscriptSession;
  /** The first entry of its day. */
  readonly isNewDay: boolean;
  /** The last of several messages of the agent's own that are delivered equally far. The mark stands under this one. */
  readonly isDeliveryShown: boolean;
  /** A peer's message that isn't stored yet, which takes longer than usual. */
  readonly isUnsaved: boolean;
  readonly isExpanded: boolean;
  /** Whether a message that wasn't delivered can be sent again, because the session goes on. */
  readonly canSendAgain: boolean;
  readonly onExpand: (entryId: string) => void;
}

/** One entry of a transcript, after the day's separator where a day begins. */
export function renderEntry(entry: TranscriptEntry, place: EntryPlace): TemplateResult {
  return html`${place.isNewDay ? html`<div class="day">${dayText(entry.at)}</div>` : nothing}${
    entry.kind === 'message'
      ? renderMessage(entry, place)
      : html`<div class="event">
        <time datetime=${isoTime(entry.at)} title=${fullTimeText(entry.at)}>${timeText(entry.at)}</time> ·
        ${sessionEventText(entry.event, place.session.peerLogon, place.session.direction, entry.text, place.session)}
      </div>`
  }`;
}

function unshownText(encryption: string): string {
  return encryption
    ? msg(str`A message came that is encrypted by ${encryption}, and can't be shown here`)
    : msg("Something came that can't be shown here");
}

function renderMessage(message: TranscriptMessage, place: EntryPlace): TemplateResult {
  const isClipped = message.body.length > PREVIEW_LENGTH && !place.isExpanded;
  return html`<div class="entry ${message.isOwn ? 'own' : 'peer'}">
    <bdi class="who">${message.isOwn ? logonOf(message.from) : place.session.peerLogon}</bdi>
    <time datetime=${isoTime(message.at)} title=${fullTimeText(message.at)}>${timeText(message.at)}</time>
    ${message.unshown === undefined ? html`<p class="body" dir="auto">${linkedText(isClipped ? `${cutText(message.body, PREVIEW_LENGTH)}…` : message.body)}</p>` : html`<p class="body muted">${unshownText(message.unshown)}</p>`}
    ${
      isClipped
        ? html`<button class="expand" @click=${() => place.onExpand(message.id)}>
          ${msg(str`Show all (${message.body.length.toLocaleString(formattingLocale())} characters)`)}
        </button>`
        : nothing
    }
    ${message.delivery && (place.isDeliveryShown || message.delivery === 'failed') ? deliveryMark(message.delivery) : nothing}
    ${place.isUnsaved ? savingMark() : nothing}
    ${message.delivery === 'failed' ? renderUndelivered(message, place.canSendAgain) : nothing}
  </div>`;
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
