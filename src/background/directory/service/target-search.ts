import type { TargetsSlice } from '../../../channel/contract.ts';
import type { InternalTarget } from '../../../model/internal-target.ts';
import type { BareJid } from '../../../model/jid.ts';
import { logonOf } from '../../../model/logon.ts';
import { type TargetRef, targetKeyOf } from '../../../model/target-ref.ts';
import { matcherOf } from '../../../model/target-search.ts';
import type { DirectoryState, StoredTarget } from '../../../storage/directory-store.ts';
import type { Presence } from '../presence.ts';
import type { RememberedTargets } from '../remembered-targets.ts';
import type { Listed, Roster } from '../roster.ts';
import type { TargetQuestion } from '../target-directory.ts';
import type { DirectoryIndex } from './directory-index.ts';
import type { KnownTargets } from './known-targets.ts';
import { searchPacked } from './packed-search.ts';
import { IdSet } from './packed-targets.ts';

/** What a search needs to know besides the index. */
export interface SearchParts {
  readonly roster: Pick<Roster, 'candidates' | 'targetOf' | 'isListed' | 'nameOf' | 'isLoaded'>;
  readonly presence: Pick<Presence, 'statusOf' | 'toldCount' | 'ready'>;
  readonly remembered: Pick<RememberedTargets, 'recents' | 'favorites' | 'isFavorite'>;
  readonly me: BareJid;
  readonly state: DirectoryState;
  readonly known: KnownTargets;
}

type Found = Listed | StoredTarget;
const refOf = (found: Found): TargetRef =>
  'ref' in found ? found.ref : found.kind === 'agent' ? { kind: 'agent', jid: found.id } : { kind: found.kind, id: found.id };

const idOf = (ref: TargetRef): string => (ref.kind === 'agent' ? ref.jid : ref.id);

/**
 * The rows of the roster and of the directory service together.
 * @returns undefined when they can't be told without the index
 */
export function findTargets(question: TargetQuestion, parts: SearchParts, index: DirectoryIndex | undefined): TargetsSlice | undefined {
  const { filter, membersOf, search } = question;
  if (filter === 'recent' || filter === 'favorites') {
    const kept = keptOnes(question, parts);
    // Only the index knows how many members a group has.
    return index || kept.every((one) => 'ref' in one || one.kind === 'agent') ? sliceOf(question, parts, kept, index) : undefined;
  }
  if (search.trim() === '' && !membersOf && filter !== 'groups') {
    const head = firstRows(question, parts);
    if (head) return head;
  }
  if (!index) return undefined;
  const { found, total } = ranked(question, parts, index);
  return sliceOf(question, parts, found, index, total);
}

/** The first rows of the whole list, without the index, as far as they are known. */
function firstRows(question: TargetQuestion, parts: SearchParts): TargetsSlice | undefined {
  const { filter, first, count } = question;
  const { state } = parts;
  const rows = [...parts.roster.candidates(filter, undefined), ...state.head.filter((target) => isShown(target, parts))];
  // An agent who is in both the roster and the service, and not among the service's first rows, is counted twice here. The index counts each once.
  const rest = state.agents - state.head.length + (filter === 'all' ? state.groups : 0);
  if (first + count > rows.length && rest > 0) return undefined;
  return sliceOf(question, parts, rows, undefined, rows.length + rest);
}

/** Favorites or recently used ones that fit, in their order. */
function keptOnes({ filter, membersOf, search }: TargetQuestion, { roster, remembered, known }: SearchParts): readonly Found[] {
  const fitOf = matcherOf(search);
  const fits = (one: Found) => {
    const ref = refOf(one);
    return fitOf('ref' in one ? one.searchText : one.text, ref.kind === 'agent' ? ref.jid : undefined) > 0;
  };
  const listed = roster.candidates(filter, membersOf);
  if (filter === 'favorites')
    return [...listed, ...known.kept().filter((one) => remembered.isFavorite(targetKeyOf(refOf(one))) && !isIn(listed, one))].filter(fits);
  const byKey = new Map(listed.map((one) => [one.key, one]));
  return remembered.recents.flatMap((ref) => byKey.get(targetKeyOf(ref)) ?? known.get(ref) ?? []).filter(fits);
}

const isIn = (listed: readonly Listed[], target: StoredTarget) => listed.some(({ key }) => key === targetKeyOf(refOf(target)));

/** A target of the roster, or the row of one of the service's. */
type Place = Listed | number;

/**
 * Those that fit: the roster's first, because these are the agent's own; then the service's that aren't among them, agents by name, then groups.
 *
 * @param take Is given each with how well it fits
 */
function match(
  { search, filter, membersOf }: TargetQuestion,
  { roster, me }: SearchParts,
  { targets, lists }: DirectoryIndex,
  take: (found: Place, fit: number) => void,
): void {
  const fitOf = matcherOf(search);
  for (const listed of roster.candidates(filter, membersOf)) {
    const fit = fitOf(listed.searchText, listed.ref.kind === 'agent' ? listed.ref.jid : undefined);
    if (fit > 0) take(listed, fit);
  }
  const members = membersOf && lists.which((list) => list.includes(membersOf.id));
  const listsOf = membersOf?.kind === 'skill' ? targets.skills : targets.groups;
  // The roster doesn't say who has a skill, so that its agents are among those whom the service names.
  const others = membersOf?.kind === 'skill' ? [] : roster.candidates('agents', undefined).map(({ ref }) => idOf(ref));
  const leftOut = new IdSet([me, ...others]);
  const groups: (readonly [number, number])[] = [];
  searchPacked(search, targets.texts, targets.ids, (row, fit) => {
    if (members && !members[listsOf[row] ?? 0]) return;
    if (!targets.isAgent(row)) groups.push([row, fit]);
    else if (filter !== 'groups' && !leftOut.has(targets, row)) take(row, fit);
  });
  if (filter === 'agents' || membersOf) return;
  const listedGroups = new IdSet(roster.candidates('groups', undefined).flatMap(({ ref }) => (ref.kind === 'group' ? ref.id : [])));
  for (const [row, fit] of groups) if (targets.kindAt(row) === 'skill' || !listedGroups.has(targets, row)) take(row, fit);
}

function isShown({ kind, id }: StoredTarget, { roster, me }: SearchParts): boolean {
  return kind !== 'agent' || (id !== me && !roster.isListed(id));
}

/** How many steps one rank is apart from the next: what fits better comes first, whoever it is. */
const BY_FIT = 8;

/**
 * What fits, the best first: by how well it fits what was typed, then favorites and recently used ones, then the agent's own groups, then who is
 * Ready as far as is known. Equals stay in their order. Without a search, the order stays as it is.
 *
 * @returns no more than the rows that are asked for and those before them, and how many there are
 */
function ranked(question: TargetQuestion, parts: SearchParts, index: DirectoryIndex): { found: readonly Found[]; total: number } {
  const { presence, remembered, state } = parts;
  const { targets, lists } = index;
  const used = new Set([...remembered.recents, ...remembered.favorites].map(idOf));
  const usedRows = new IdSet(used);
  const own = new Set(state.ownGroups);
  const isOwn = (groups: readonly string[]) => groups.some((group) => own.has(group));
  const areOwn = lists.which(isOwn);
  const isSearch = question.search.trim() !== '';
  // Without a search nothing is ranked, and nobody's status is looked up.
  const readyRows = new IdSet(isSearch ? presence.ready() : []);
  const ranks: Place[][] = [];
  const end = question.first + question.count;
  let total = 0;
  match(question, parts, index, (one, fit) => {
    total += 1;
    const rank = (ranks[isSearch ? fit * BY_FIT + (typeof one === 'number' ? ofRow(one) : ofListed(one)) : 0] ??= []);
    // Nearly all fit a first letter, but of no rank more can be shown than are asked for.
    if (rank.length < end) rank.push(one);
  });
  const found: Place[] = [];
  for (let rank = ranks.length - 1; rank >= 0 && found.length < end; rank -= 1)
    found.push(...(ranks[rank]?.slice(0, end - found.length) ?? []));
  return { found: found.map((one) => (typeof one === 'number' ? targets.at(one) : one)), total };

  function ofRow(row: number): number {
    const isReady = targets.isAgent(row) && readyRows.has(targets, row);
    return (usedRows.has(targets, row) ? 4 : 0) + (areOwn[targets.groups[row] ?? 0] ? 2 : 0) + (isReady ? 1 : 0);
  }

  function ofListed({ ref, groups }: Listed): number {
    const isReady = ref.kind === 'agent' && presence.statusOf(ref.jid).availability === 'ready';
    return (used.has(idOf(ref)) ? 4 : 0) + (isOwn(groups) ? 2 : 0) + (isReady ? 1 : 0);
  }
}

function sliceOf(
  { first, count }: TargetQuestion,
  parts: SearchParts,
  found: readonly Found[],
  index: DirectoryIndex | undefined,
  total = found.length,
): TargetsSlice {
  const shown = found.slice(first, first + count);
  parts.known.note(shown.flatMap((one) => ('ref' in one ? [] : one)));
  return {
    total,
    first,
    rows: shown.map((one) => ('ref' in one ? parts.roster.targetOf(one) : targetOf(one, parts, index))),
    isLoaded: parts.roster.isLoaded || parts.state.isWhole,
  };
}

function targetOf(target: StoredTarget, { roster, presence, remembered }: SearchParts, index: DirectoryIndex | undefined): InternalTarget {
  const ref = refOf(target);
  const isFavorite = remembered.isFavorite(targetKeyOf(ref));
  if (ref.kind !== 'agent') return { ...ref, name: target.name, total: index?.membersOf(ref) ?? 0, ...presence.toldCount(ref), isFavorite };
  const { jid } = ref;
  return { ...ref, name: roster.nameOf(jid), groups: target.groups, logon: logonOf(jid), status: presence.statusOf(jid), isFavorite };
}
