import { highlightsOf, type ParentInteraction, type ParentView } from '../../model/interaction/consultation.ts';
import type { ImSession } from '../../model/session/im-session.ts';
import type { ImSessionView } from '../../model/workspace.ts';

/** A session with what a list shows of the interaction that it is about. The whole of the case data is a query of its own. */
export function withParentView({
  parent,
  ...session
}: ImSession): Omit<ImSession, 'parent'> & Pick<ImSessionView, 'parent' | 'highlights'> {
  if (!parent) return session;
  return { ...session, parent: viewOf(parent), ...(session.state.status === 'invited' ? { highlights: highlightsOf(parent) } : {}) };
}

function viewOf({ caseData: _caseData, leftOut: _leftOut, owner: _owner, ...parent }: ParentInteraction): ParentView {
  return parent;
}
