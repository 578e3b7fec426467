import { highlightsOf, type ParentInteraction, type ParentView } from '../../model/interaction/consultation.ts';
import { toDisplayName } from '../../model/text/display-name.ts';
import type { ImSession } from '../../model/session/im-session.ts';
import type { ImSessionView } from '../../model/workspace.ts';

/** What a list shows of a session itself. The whole of the case data is a query of its own. */
export function viewOfSession({
  parent,
  subject,
  ...session
}: ImSession): Omit<ImSession, 'parent'> & Pick<ImSessionView, 'parent' | 'highlights'> {
  return {
    ...session,
    ...(subject === undefined ? {} : { subject: toDisplayName(subject) }),
    ...(parent ? { parent: viewOf(parent) } : {}),
    ...(parent && session.state.status === 'invited' ? { highlights: highlightsOf(parent) } : {}),
  };
}

function viewOf({ caseData: _caseData, leftOut: _leftOut, owner: _owner, ...parent }: ParentInteraction): ParentView {
  return parent;
}
