import { msg, str } from '@lit/localize';
import type { TargetsSlice } from '../../channel/contract.ts';
import type { GroupTarget, TargetFilter } from '../../model/internal-target.ts';
import type { Overview } from '../../model/workspace.ts';
import { connectionText } from '../../words/connection-text.ts';
import { formattingLocale } from '../../words/localization.ts';

/** "Favorites": the name of a filter of the Team Communicator. */
export function filterText(filter: TargetFilter): string {
  switch (filter) {
    case 'all':
      return msg('All');
    case 'agents':
      return msg('Agents');
    case 'groups':
      return msg('Groups');
    case 'favorites':
      return msg('Favorites');
    case 'recent':
      return msg('Recent');
  }
}

function emptyGroupText({ kind }: GroupTarget): string {
  return kind === 'skill' ? msg('Nobody has this skill.') : msg('This group has no members.');
}

/** "12 internal targets" */
export function targetCountText(total: number): string {
  return total === 1 ? msg('1 internal target') : msg(str`${total.toLocaleString(formattingLocale())} internal targets`);
}

/** Why the list of targets is empty, and what to do about it. */
export function emptyTargetsText(
  slice: TargetsSlice | undefined,
  question: { search: string; filter: TargetFilter; group: GroupTarget | undefined },
  { workspace, slice: overview }: { readonly workspace: unknown; readonly slice: Overview | undefined },
): string {
  const search = question.search.trim();
  if (!slice?.isLoaded) {
    const status = workspace ? overview?.connection.status : 'signed-out';
    // No list will come where nobody is signed in, or no workspace is provided.
    return status === 'signed-out' ? connectionText({ status }) : msg('Loading internal targets…');
  }

  if (search) return msg(str`No internal target matches “${search}”.`);

  switch (question.filter) {
    case 'favorites':
      return msg('No favorites yet. Add one from the Action menu of a target, or with Ctrl+D.');
    case 'recent':
      return msg('No recent targets yet. Whom you send a message to appears here.');
    case 'groups':
      return msg('There are no groups.');
    default:
      return question.group === undefined ? msg('There are no internal targets.') : emptyGroupText(question.group);
  }
}
