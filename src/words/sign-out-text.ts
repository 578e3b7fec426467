import { msg, str } from '@lit/localize';
import { isActiveCall } from '../model/call/active-call.ts';
import type { Overview } from '../model/workspace.ts';

/** What signing out ends, and what it deletes. */
export function signOutText(overview: Overview | undefined): string {
  const sessions = (overview?.sessions ?? []).filter(({ state }) => state.status === 'connected' || state.status === 'inviting').length;
  const calls = (overview?.calls ?? []).filter((call) => isActiveCall(call) && call.state.status !== 'invited').length;
  const parts = [
    // A locked desk doesn't tell how much goes on.
    ...(overview?.lock ? [msg('Sessions and calls that go on at this desk end.')] : []),
    ...(sessions === 1 ? [msg('A session ends, and your colleague is told.')] : []),
    ...(sessions > 1 ? [msg(str`${sessions} sessions end, and your colleagues are told.`)] : []),
    ...(calls === 1 ? [msg('Your call ends.')] : []),
    ...(calls > 1 ? [msg(str`${calls} calls end.`)] : []),
  ];
  return [
    ...parts,
    msg('Your history, drafts and settings are deleted from this browser.'),
    ...(overview?.lock ? [] : [msg('If you are only away for a while, lock the desk instead.')]),
  ].join(' ');
}
