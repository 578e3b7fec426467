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

/** What a search needs to know besides the index. */
export interface SearchParts {
  readonly roster: Pick<Roster, 'candidates' | 'targetOf' | 'isListed' | 'nameOf' | 'isLoaded'>;
  readonly presence: Pick<Presence, 'statusOf' | 'toldCount'>;
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

/**
 * Those that fit: the roster's first, because these are the agent's own; then the service's that aren't among them, agents by name, then groups.
 *
 * @param take Is given each with how well it fits
 */
function match(
  { search, filter, membersOf }: TargetQuestion,
  parts: SearchParts,
  index: DirectoryIndex,
  take: (found: Found, fit: number) => void,
): void {
  const fitOf = matcherOf(search);
  for (const listed of parts.roster.candidates(filter, membersOf)) {
    const fit = fitOf(listed.searchText, listed.ref.kind === 'agent' ? listed.ref.jid : undefined);
    if (fit > 0) take(listed, fit);
  }
  const listedGroups = new Set(parts.roster.candidates('groups', undefined).map(({ ref }) => (ref.kind === 'group' ? ref.id : '')));
  const groups: (readonly [StoredTarget, number])[] = [];
  // The roster doesn't say who has a skill, so that its agents are among those whom the service names.
  const isTaken = (target: StoredTarget) => (membersOf?.kind === 'skill' ? target.id !== parts.me : isShown(target, parts));
  for (const target of index.targets) {
    const isAgent = target.kind === 'agent';
    if (membersOf && !(membersOf.kind === 'group' ? target.groups : target.skills).includes(membersOf.id)) continue;
    // Most don't fit, so that this is looked at before anything else of them.
    const fit = fitOf(target.text, isAgent ? target.id : undefined);
    if (fit === 0) continue;
    if (!isAgent) groups.push([target, fit]);
    else if (filter !== 'groups' && isTaken(target)) take(target, fit);
  }
  if (filter === 'agents' || membersOf) return;
  for (const [target, fit] of groups) if (target.kind === 'skill' || !listedGroups.has(target.id)) take(target, fit);
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
  // Most are told apart by the id alone, which needs no new text.
  const used = new Set([...remembered.recents, ...remembered.favorites].map(idOf));
  const own = new Set(state.ownGroups);
  // Lists of groups are the same for many agents.
  const areOwn = new Map<readonly string[], boolean>();
  const isSearch = question.search.trim() !== '';
  const ranks: Found[][] = [];
  let total = 0;
  match(question, parts, index, (one, fit) => {
    total += 1;
    (ranks[isSearch ? rankOf(one, fit) : 0] ??= []).push(one);
  });
  const end = question.first + question.count;
  const found: Found[] = [];
  for (let rank = ranks.length - 1; rank >= 0 && found.length < end; rank -= 1)
    found.push(...(ranks[rank]?.slice(0, end - found.length) ?? []));
  return { found, total };

  function rankOf(one: Found, fit: number): number {
    const { kind } = 'ref' in one ? one.ref : one;
    const id = 'ref' in one ? idOf(one.ref) : one.id;
    const isReady = kind === 'agent' && presence.statusOf(id).availability === 'ready';
    return fit * BY_FIT + (used.has(id) ? 4 : 0) + (isOwn(one.groups) ? 2 : 0) + (isReady ? 1 : 0);
  }

  function isOwn(groups: readonly string[]): boolean {
    if (own.size === 0) return false;
    const known = areOwn.get(groups) ?? groups.some((group) => own.has(group));
    areOwn.set(groups, known);
    return known;
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
