import { msg, str } from '@lit/localize';
import type { UnsentWork } from '../model/workspace.ts';

/** What an agent who signs out now would lose. */
export function unsentWorkText({ messages, consultations }: UnsentWork): string {
  const parts = [
    ...(messages === 1 ? [msg("A message wasn't sent yet.")] : []),
    ...(messages > 1 ? [msg(str`${messages} messages weren't sent yet.`)] : []),
    ...(consultations === 1 ? [msg("A consultation isn't in the contact's history yet.")] : []),
    ...(consultations > 1 ? [msg(str`${consultations} consultations aren't in their contacts' histories yet.`)] : []),
  ];
  return [...parts, msg('Signing out deletes what this browser has stored, and nobody else has it.')].join(' ');
}
