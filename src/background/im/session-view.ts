import { highlightsOf, type ParentInteraction, type ParentView } from '../../model/interaction/consultation.ts';
import { toDisplayName } from '../../model/text/display-name.ts';
import { type ImSession, NOBODY_YET } from '../../model/session/im-session.ts';
import type { ImSessionView, PeerView } from '../../model/workspace.ts';
import type { Peers } from '../directory/peers.ts';

type Party = PeerView & Pick<ImSessionView, 'group' | 'answeredByName'>;

/** As whom the other side of a session is shown: as the group that is asked, as long as none of its members has accepted. */
export function partyOf(
  { peer, group, answeredBy }: Pick<ImSession, 'peer' | 'group' | 'answeredBy'>,
  peers: Pick<Peers, 'viewOf'>,
): Party {
  if (!group) return peers.viewOf(peer);
  return {
    ...(peer === NOBODY_YET ? { peerLogon: group.name, peerName: group.name } : peers.viewOf(peer)),
    group,
    ...(answeredBy === undefined ? {} : { answeredByName: peers.viewOf(answeredBy).peerName }),
  };
}

/** What a list shows of a session itself. The whole of the case data is a query of its own. */
export function viewOfSession(
  { parent, subject, members: _members, lastPosition: _lastPosition, ...session }: ImSession,
  peers: Pick<Peers, 'viewOf'>,
): Omit<ImSession, 'parent' | 'members' | 'lastPosition'> & Party & Pick<ImSessionView, 'parent' | 'highlights'> {
  return {
    ...session,
    ...partyOf(session, peers),
    ...(subject === undefined ? {} : { subject: toDisplayName(subject) }),
    ...(parent ? { parent: viewOf(parent) } : {}),
    ...(parent && session.state.status === 'invited' ? { highlights: highlightsOf(parent) } : {}),
  };
}

function viewOf({ caseData: _caseData, leftOut: _leftOut, owner: _owner, ...parent }: ParentInteraction): ParentView {
  return parent;
}
