import type { VoiceCallView } from '../call/voice-call.ts';
import type { ImSessionView } from '../workspace.ts';

/** The invitations or calls of one sender, oldest first. They are shown as one, so that nobody can fill an agent's screen. */
export interface SenderGroup<T> {
  /** Stays the same as long as the group exists. */
  readonly key: string;
  readonly all: readonly [T, ...T[]];
  /** The one that is shown, and answered by *Accept* and *Reject*. */
  readonly shown: T;
}

/** The most contacts' calls that are shown each by itself. If there are more, all are shown as one group. */
const MOST_SEPARATE_CONTACTS = 2;

/** Invitations, grouped by their sender. The newest one is shown, because it is the one that still matters to the sender. */
export function invitationGroups(sessions: readonly ImSessionView[]): readonly SenderGroup<ImSessionView>[] {
  return groupsOf(
    sessions,
    ({ peer }) => peer,
    (all) => all.at(-1),
  );
}

/** Calls, grouped by their caller. In a group of several contacts the one who has waited longest is shown. */
export function callGroups(calls: readonly VoiceCallView[]): readonly SenderGroup<VoiceCallView>[] {
  const contacts = new Set(calls.filter(isOfContact).map(({ peer }) => peer));
  const areJoined = contacts.size > MOST_SEPARATE_CONTACTS;
  return groupsOf(
    calls,
    (call) => (areJoined && isOfContact(call) ? 'contacts' : call.peer),
    (all) => (all[0] && isOfContact(all[0]) ? all[0] : all.at(-1)),
  );
}

/** Whether the group holds the calls of more than one contact. */
export function isOfSeveralContacts({ all }: SenderGroup<VoiceCallView>): boolean {
  return all.some(({ peer }) => peer !== all[0].peer);
}

export function isOfContact({ party }: VoiceCallView): boolean {
  return party.kind === 'contact';
}

function groupsOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  shownOf: (all: readonly T[]) => T | undefined,
): readonly SenderGroup<T>[] {
  const byKey = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const all = byKey.get(key);
    if (all) all.push(item);
    else byKey.set(key, [item]);
  }
  return [...byKey].map(([key, all]) => ({ key, all, shown: shownOf(all) ?? all[0] }));
}
