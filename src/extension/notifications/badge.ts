import { msg, str } from '@lit/localize';
import { agentStatusText } from '../../words/availability-text.ts';
import { connectionText } from '../../words/connection-text.ts';
import { pendingCount, unreadCount } from '../../model/desk/session-lists.ts';
import type { OwnAvailability } from '../../model/agent.ts';
import type { Overview } from '../../model/workspace.ts';

/** The badge's colours. White text has a contrast of at least 4.5 on each of them. */
const COLORS: Record<OwnAvailability, string> = {
  ready: '#1a7f37',
  'not-ready': '#9a6700',
  'after-call-work': '#9a6700',
  'do-not-disturb': '#cf222e',
  'logged-off': '#59636e',
};
const NOT_CONNECTED = '#59636e';

/** Shows on the toolbar icon how many invitations and messages wait, as a count, and the agent's status, by the colour and in words. */
export function showBadge(overview: Overview): void {
  const { connection, me, lock } = overview;
  const pending = pendingCount(overview);
  const unread = unreadCount(overview, undefined);
  const isConnected = connection.status === 'connected';
  const count = pending + unread;
  const parts = [
    lock ? msg('Locked') : me && isConnected ? agentStatusText(me.status) : connectionText(connection),
    ...(pending > 0 ? [msg(str`${pending} pending`)] : []),
    ...(unread > 0 ? [msg(str`${unread} unread`)] : []),
  ];
  void browser.action.setTitle({ title: `Backchannel: ${parts.join(', ')}` });
  void browser.action.setBadgeBackgroundColor({ color: me && isConnected ? COLORS[me.status.availability] : NOT_CONNECTED });
  // Without a count, a space keeps the colour visible.
  void browser.action.setBadgeText({ text: count > 99 ? '99+' : count > 0 ? String(count) : me ? ' ' : '' });
}
