import type { ImSessionView } from '../workspace.ts';

/**
 * Whether the agent may want to ask somebody else what they have asked, or were about to ask, in a session: nobody has taken it, or nobody will soon,
 * because the peer doesn't want to be disturbed or has gone, or nobody in the group is ready.
 */
export function isUnanswered({
  direction,
  state,
  isStranger,
  isPeerOffline,
  isPeerInDoNotDisturb,
  group,
  hasNobodyReady,
}: Pick<
  ImSessionView,
  'direction' | 'state' | 'isStranger' | 'isPeerOffline' | 'isPeerInDoNotDisturb' | 'group' | 'hasNobodyReady'
>): boolean {
  if (direction !== 'outgoing' || isStranger) return false;
  if (group && state.status === 'not-connected') return hasNobodyReady ?? false;
  if (group && state.status === 'inviting') return state.inLine !== undefined;
  switch (state.status) {
    case 'ended':
      return state.since === undefined && ['rejected', 'no-answer', 'unreachable', 'peer-left'].includes(state.reason);
    case 'inviting':
    case 'not-connected':
      return isPeerOffline || isPeerInDoNotDisturb === true;
    default:
      return false;
  }
}
