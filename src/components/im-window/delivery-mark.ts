import { msg } from '@lit/localize';
import checkAll from '@vscode/codicons/src/icons/check-all.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import watch from '@vscode/codicons/src/icons/watch.svg';
import { html, type TemplateResult } from 'lit';
import type { Delivery } from '../../model/session/im-session.ts';
import { icon } from '../kit/icon.ts';

const SHAPES: Readonly<Record<Delivery, string>> = { waiting: watch, sent: check, delivered: check, read: checkAll, failed: error };

/** How far one's own message has come, in words. */
export function deliveryText(delivery: Delivery): string {
  switch (delivery) {
    case 'waiting':
      return msg('Waiting');
    case 'sent':
      return msg('Sent');
    case 'delivered':
      return msg('Delivered');
    case 'read':
      return msg('Read');
    case 'failed':
      return msg('Not delivered');
  }
}

/** The mark under one's own message. Screen readers don't announce it, because they would speak three times for each message. */
export function deliveryMark(delivery: Delivery): TemplateResult {
  return html`<span class="delivery ${delivery}" aria-live="off">${icon(SHAPES[delivery])}<span>${deliveryText(delivery)}</span></span>`;
}

/** The mark under a peer's message that isn't stored yet. Screen readers don't announce it, because there is nothing to be done about it. */
export function savingMark(): TemplateResult {
  return html`<span class="delivery" aria-live="off">${icon(watch)}<span>${msg('Saving…')}</span></span>`;
}
