import type { BareJid } from '../../../model/jid.ts';
import type { DirectoryState, StoredTarget } from '../../../storage/directory-store.ts';
import { keyOfChange, type TargetChange } from './directory-answers.ts';

/** As many rows as a view asks for at first, and some that it scrolls to. */
const HEAD = 200;

/**
 * The first agents of the list, by name, after changes. While they are all that there are, new ones come among them; else only those that stand
 * before the last one, because others may come between. They may become fewer, but they are always the first.
 *
 * @param before The state that the changes lead away from
 */
export function headAfter(changes: readonly TargetChange[], { head, agents }: DirectoryState): readonly StoredTarget[] {
  const changed = new Set(changes.map(keyOfChange));
  const last = head.length < agents ? (head.at(-1)?.text ?? '') : undefined;
  const come = changes.flatMap((change) =>
    'isRemoved' in change || change.kind !== 'agent' || (last !== undefined && change.text > last) ? [] : change,
  );
  return [...head.filter((target) => !changed.has(keyOfChange(target))), ...come]
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .slice(0, HEAD);
}

/** The agent's own groups after changes. */
export function ownGroupsAfter(changes: readonly TargetChange[], me: BareJid, before: readonly string[]): readonly string[] {
  const own = changes.find((change) => change.kind === 'agent' && change.id === me);
  if (!own) return before;
  return 'isRemoved' in own ? [] : own.groups;
}
