import { msg } from '@lit/localize';

/** What stands beside a stranger's message, call or session, where there is room for a sentence; the mark stands before the address everywhere. */
export function strangerText(): string {
  return msg('Not from your organization: make sure who it is before you say anything.');
}
