import type { AgentStatus } from '../../model/agent.ts';
import type { ImSessionView } from '../../model/workspace.ts';

/** What a session's view says of whether its peer can be reached. */
export function presenceView({ availability }: AgentStatus): Pick<ImSessionView, 'isPeerOffline' | 'isPeerInDoNotDisturb'> {
  return { isPeerOffline: availability === 'logged-off', ...(availability === 'do-not-disturb' ? { isPeerInDoNotDisturb: true } : {}) };
}
