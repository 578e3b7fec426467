import { msg } from '@lit/localize';
import type { HostStanding } from '../channel/version-watch.ts';

/** What an agent has to know, and do, while a page and the session host are of different versions. */
export function versionText(standing: Exclude<HostStanding, 'same'>): string {
  switch (standing) {
    case 'view-is-older':
      return msg('Backchannel was updated. Reload this page, so that everything works here.');
    case 'host-is-busy':
      return msg('Backchannel was updated. The new version begins when your call is over.');
    case 'host-is-older':
      return msg('Backchannel was updated. Reload or close the other tabs that show it, so that the new version begins.');
  }
}
