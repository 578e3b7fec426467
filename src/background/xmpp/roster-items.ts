// ==================================================================== RFC 6121 2: Managing the Roster
// -------------------------------------------------------------------- Source: https://www.rfc-editor.org/rfc/rfc6121#section-2
// ====================================================================
import type { Roster } from 'stanza/protocol';
import { type BareJid, bareJidOf, isBareJid } from '../../model/jid.ts';
import { logonOf } from '../../model/logon.ts';
import { toDisplayName } from '../../model/text/display-name.ts';
import type { MessagingEvents, RosterItem } from '../stream/messaging-port.ts';

const MAX_GROUPS = 200;

type WireRosterItem = NonNullable<Roster['items']>[number];

/** The colleagues that a roster names. Services, and people who hide their presence, aren't listed. */
export function rosterItemsOf({ items = [] }: Roster): readonly RosterItem[] {
  return items.filter(isReachable).map(rosterItemOf);
}

/** Takes a roster push (RFC 6121 2.1.6): the colleagues that it changes, and those that it removes. */
export function receiveRosterPush(
  { roster = {} }: { readonly roster?: Roster },
  { onRosterItems }: Pick<MessagingEvents, 'onRosterItems'>,
): void {
  onRosterItems(rosterItemsOf(roster), removedItemsOf(roster));
}

/** The colleagues that a roster push removes (RFC 6121 2.5). */
function removedItemsOf({ items = [] }: Roster): readonly BareJid[] {
  return items.filter((item) => item.subscription === 'remove' && hasAddress(item)).map(({ jid }) => bareJidOf(jid));
}

function isReachable(item: WireRosterItem): boolean {
  return hasAddress(item) && (item.subscription === 'both' || item.subscription === 'to');
}

/** Whether the item has an address. The type says that it always has one, but it is read from what came. */
function hasAddress({ jid }: { readonly jid?: string }): boolean {
  return jid !== undefined && isBareJid(bareJidOf(jid));
}

function rosterItemOf({ jid, name, groups = [] }: WireRosterItem): RosterItem {
  const bare = bareJidOf(jid);
  return {
    jid: bare,
    name: toDisplayName(name ?? '') || logonOf(bare),
    groups: groups
      .slice(0, MAX_GROUPS)
      .map((group) => toDisplayName(group))
      .filter(Boolean),
  };
}
