import { msg, str } from '@lit/localize';
import type { ConnectionState } from '../model/workspace.ts';

/** The connection in words, for the status bar. */
export function connectionText(connection: ConnectionState): string {
  switch (connection.status) {
    case 'signed-out':
      return msg('Signed out');
    case 'starting':
      return msg('Starting…');
    case 'connecting':
      return msg('Connecting…');
    case 'waiting':
      return msg('Waiting for another window of this browser');
    case 'connected':
      return msg('Connected');
    case 'reconnecting': {
      if (connection.problem) return msg("Your organization's sign-in can't be reached. Trying again…");
      const seconds = Math.ceil((connection.nextAttemptAt - Date.now()) / 1_000);
      return seconds > 0 ? msg(str`Reconnecting in ${seconds} s`) : msg('Reconnecting…');
    }
  }
}
