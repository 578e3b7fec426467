import type { VoiceCallView } from '../model/voice-call.ts';
import type { ImSessionView } from '../model/workspace.ts';

/** What one sender asks for, oldest first: shown as one, so that nobody fills an agent's screen. */
export interface SenderGroup<T> {
  /** The same as long as the group is there. */
  readonly key: string;
  readonly all: readonly [T, ...T[]];
  /** The one that is shown, and answered by *Accept* and *Reject*. */
  readonly shown: T;
}

/** So many contacts' calls are shown each by itself; more are shown as one. */
const MOST_SEPARATE_CONTACTS = 2;

/** Invitations by who sent them. The newest is shown: it is the one that still matters to its sender. */
export function invitationGroups(sessions: readonly ImSessionView[]): readonly SenderGroup<ImSessionView>[] {
  return groupsOf(sessions, ({ peer }) => peer, (all) => all.at(-1));
}

/** Calls by who calls; of contacts the oldest is shown, who has waited longest. */
export function callGroups(calls: readonly VoiceCallView[]): readonly SenderGroup<VoiceCallView>[] {
  const contacts = new Set(calls.filter(isOfContact).map(({ peer }) => peer));
  const areJoined = contacts.size > MOST_SEPARATE_CONTACTS;
  return groupsOf(calls, (call) => (areJoined && isOfContact(call) ? 'contacts' : call.peer), (all) => (all[0] && isOfContact(all[0]) ? all[0] : all.at(-1)));
}

/** How many different contacts' calls a group is of. */
export function isOfSeveralContacts({ all }: SenderGroup<VoiceCallView>): boolean {
  return all.some(({ peer }) => peer !== all[0].peer);
}

export function isOfContact({ party }: VoiceCallView): boolean {
  return party.kind === 'contact';
}

function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string, shownOf: (all: readonly T[]) => T | undefined): readonly SenderGroup<T>[] {
  const byKey = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const all = byKey.get(key);
    if (all) all.push(item);
    else byKey.set(key, [item]);
  }
  return [...byKey].map(([key, all]) => ({ key, all, shown: shownOf(all) ?? all[0] }));
}
