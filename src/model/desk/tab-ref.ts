import type { InteractionId, SessionId } from '../ids.ts';

/** What a tab of the Interaction window stands for: an IM session, or an interaction with a contact. */
export type TabRef = { readonly of: 'session'; readonly id: SessionId } | { readonly of: 'interaction'; readonly id: InteractionId };

declare const keyBrand: unique symbol;
/** The same for refs that name the same tab: for lists and as part of an element's id. It isn't taken apart. */
export type TabKey = string & { readonly [keyBrand]: true };

export function tabKeyOf({ of, id }: TabRef): TabKey {
  return `${of}-${id}` as TabKey;
}

export function isSameTab(one: TabRef | undefined, other: TabRef | undefined): boolean {
  return one?.of === other?.of && one?.id === other?.id;
}

/** Names a tab, without whatever else is known of it. */
export function tabRefOf(tab: TabRef): TabRef {
  return tab.of === 'session' ? tabOfSession(tab.id) : { of: tab.of, id: tab.id };
}

/** The tab of an IM session. */
export function tabOfSession(id: SessionId): TabRef {
  return { of: 'session', id };
}

/** The tab that is shown after a tab is gone: the one that stood beside it, or else the newest. */
export function neighbourOf(gone: TabRef, before: readonly TabRef[], now: readonly TabRef[]): TabRef | undefined {
  const place = before.findIndex((tab) => isSameTab(tab, gone));
  const isStill = (tab: TabRef) => now.some((other) => isSameTab(tab, other));
  return before.slice(place + 1).find(isStill) ?? before.slice(0, place).findLast(isStill) ?? now.at(-1);
}
