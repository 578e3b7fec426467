import { msg, str } from '@lit/localize';
import type { AskedAs } from '../model/session/im-session.ts';
import type { NamedGroup } from '../model/target-ref.ts';

/** "asked of Billing": says to a member that others of their group are asked too. */
export function askedOfText({ kind, name }: NamedGroup, askedAs?: AskedAs): string {
  switch (askedAs) {
    case 'pending':
      return kind === 'group' ? msg(str`left for everybody in ${name}`) : msg(str`left for everybody with the skill ${name}`);
    case 'call':
      return kind === 'group'
        ? msg(str`call to everybody in ${name} who is ready`)
        : msg(str`call to everybody with the skill ${name} who is ready`);
    default:
      return kind === 'group'
        ? msg(str`asked of everybody in ${name} who is ready`)
        : msg(str`asked of everybody with the skill ${name} who is ready`);
  }
}
