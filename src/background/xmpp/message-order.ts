import { attribute, type DefinitionOptions } from 'stanza/jxt/index.js';
import type { Message } from 'stanza/protocol';
import type { MessageContent } from '../../model/signal.ts';
import { NS_IM } from './namespaces.ts';

declare module 'stanza/protocol' {
  interface Message {
    order?: { device?: string; number?: string };
  }
}

/** Where a message stands among those that were written in the same browser (docs/protocol.md 3). */
export const MESSAGE_ORDER: DefinitionOptions = {
  element: 'order',
  namespace: NS_IM,
  path: 'message.order',
  fields: { device: attribute('device'), number: attribute('number') },
};

const LONGEST_DEVICE = 100;

export function writeOrder({ order }: Pick<MessageContent, 'order'> = {}): Pick<Message, 'order'> {
  return order ? { order: { device: order.device, number: String(order.number) } } : {};
}

/** The order that a stanza says. One that isn't valid counts as none. */
export function readOrder({ order: { device = '', number = '' } = {} }: Message): Pick<MessageContent, 'order'> {
  const isValid = device !== '' && device.length <= LONGEST_DEVICE && /^\d{1,15}$/.test(number);
  return isValid ? { order: { device, number: Number(number) } } : {};
}
