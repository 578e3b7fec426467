import { msg, str } from '@lit/localize';

/** A control's name, with the count of what waits behind it. */
export function withWaiting(label: string, count: number): string {
  return count > 0 ? msg(str`${label}, ${count} waiting`) : label;
}
