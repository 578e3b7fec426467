import { msg } from '@lit/localize';

/** The sentence beside a stranger's message, call or session, where there is room for one. The mark before the address is shown everywhere. */
export function strangerText(): string {
  return msg('Not from your organization: make sure who it is before you say anything.');
}
