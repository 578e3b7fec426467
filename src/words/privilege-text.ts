import { msg } from '@lit/localize';

/** What an agent without a privilege is told, before asking or after. */
export function privilegeText(privilege: 'make' | 'release' | 'call'): string {
  switch (privilege) {
    case 'make':
      return msg("Your organization doesn't let you start instant messages. You can answer those that you receive.");
    case 'release':
      return msg("Your organization doesn't let you end sessions. Your colleague can.");
    case 'call':
      return msg("Your organization doesn't let you make calls.");
  }
}

/** Why nobody can be consulted by voice. */
export function notHoldableText(): string {
  return msg("This contact can't be put on hold from here");
}
