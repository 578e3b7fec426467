import { msg, str } from '@lit/localize';

/** "2 records refused" */
export function refusedCountText(count: number): string {
  return count === 1 ? msg('1 record refused') : msg(str`${count} records refused`);
}
