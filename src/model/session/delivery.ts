import type { Delivery, DeliveryFailure, TranscriptMessage } from './im-session.ts';

const DELIVERY_ORDER: readonly Delivery[] = ['waiting', 'sent', 'delivered', 'read'];

/** A message that has come this far. Its delivery never goes down. */
export function raise(
  message: TranscriptMessage,
  { delivery, failure }: { readonly delivery: Delivery; readonly failure?: DeliveryFailure | undefined },
): TranscriptMessage {
  const { failure: _before, ...unfailed } = message;
  const current = message.delivery ?? 'waiting';
  if (delivery !== 'failed')
    return DELIVERY_ORDER.indexOf(delivery) > DELIVERY_ORDER.indexOf(current) ? { ...unfailed, delivery } : message;
  return current === 'waiting' || current === 'sent' ? { ...message, delivery, ...(failure ? { failure } : {}) } : message;
}
