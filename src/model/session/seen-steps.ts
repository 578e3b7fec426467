import type { ImSession } from './im-session.ts';
import { quietStep, type Step } from './session-step.ts';

/* What becomes of a session that the agent looks at, or whose notification they close, here or in another browser. */

export function dismissNotification(session: ImSession): Step | undefined {
  if (session.state.status !== 'invited' || session.state.notification === 'dismissed') return undefined;
  return quietStep({ ...session, state: { ...session.state, notification: 'dismissed' } });
}

/** The session after the agent has seen it. */
export function asSeen(session: ImSession): ImSession {
  return { ...(dismissNotification(session)?.session ?? session), isDisplayed: true, unread: 0 };
}
