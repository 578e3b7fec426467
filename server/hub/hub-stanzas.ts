import type { AgentStatus } from '../../src/model/agent.ts';
import { type BareJid, bareJidOf, isBareJid } from '../../src/model/jid.ts';
import type { GroupRef } from '../../src/model/target-ref.ts';
import { parseTimestamp } from '../../src/model/timestamp.ts';
import { NS_AVAILABILITY, NS_STANZA_ERRORS, NS_STATUS } from './namespaces.ts';
import type { ReadyCount } from './ready-counts.ts';
import type { LineAnswer, LineRequest } from './waiting-lines.ts';
import { attributesOf, childOf, escapeXml, type XmlElement } from './xml-element.ts';

/** What a viewer asks (docs/protocol.md 13). */
export interface WatchRequest {
  readonly on: readonly BareJid[];
  readonly off: readonly BareJid[];
  /** Whether `on` takes the place of everything that the viewer watched before. */
  readonly isWhole: boolean;
  /** How many agents the viewer takes itself to watch after this. */
  readonly total: number | undefined;
  /** The groups and skills of which the viewer wants to know how many are ready, in place of those before; undefined if they stay. */
  readonly groups: readonly GroupRef[] | undefined;
}

/** Reads `watch`. Addresses that are none are left out. */
export function readWatch(watch: XmlElement): WatchRequest {
  const named = (name: string) =>
    watch.children
      .filter((child) => child.name === name && child.namespace === NS_AVAILABILITY)
      .flatMap(({ text }) => text.split(/\s+/))
      .map(bareJidOf)
      .filter(isBareJid);
  const total = Number(watch.attributes.total ?? 'none');
  return {
    on: named('on'),
    off: named('off'),
    isWhole: watch.attributes.whole === 'true',
    total: Number.isInteger(total) ? total : undefined,
    groups: childOf(watch, 'groups')?.children.flatMap((group) => readReady(group) ?? []),
  };
}

/** Reads `ready`, which asks for the ready members of a group or skill. @returns undefined when it names none */
export function readReady({ attributes: { kind, id } }: XmlElement): GroupRef | undefined {
  return (kind === 'group' || kind === 'skill') && id ? { kind, id } : undefined;
}

/** What an agent in line asks beside that: `isLeft` gives the place up, `except` are members who were asked already. */
export interface LineTicket extends LineRequest {
  readonly isLeft: boolean;
  readonly except: readonly BareJid[];
}

const LONGEST_LINE_ID = 100;

/** Reads who waits in line. @returns undefined of a request that only asks who is ready */
export function readLine({ attributes: { line, since, left }, text }: XmlElement): LineTicket | undefined {
  if (!line || line.length > LONGEST_LINE_ID) return undefined;
  const except = text.split(/\s+/).map(bareJidOf).filter(isBareJid);
  return { id: line, since: parseTimestamp(since ?? '') ?? Infinity, isLeft: left === 'true' || left === '1', except };
}

/** Writes the members who are ready, in their order, or an agent's place in the line for them. */
export function writeReady({ members, place }: LineAnswer): string {
  return `<ready xmlns="${NS_AVAILABILITY}"${attributesOf({ place: place?.toString() })}>${escapeXml(members.join(' '))}</ready>`;
}

/** Tells that somebody of a group has become ready. */
export function writeLineMoves({ kind, id }: GroupRef): string {
  return `<ready xmlns="${NS_AVAILABILITY}"${attributesOf({ kind, id })}/>`;
}

/** What is told beside states: how many agents the viewer watches, and how many of which groups are ready. */
interface MoreStates {
  readonly total?: number;
  readonly counts?: readonly (readonly [GroupRef, ReadyCount])[];
}

/** Writes states, one element for all agents who have the same, because servers take as long for an element as for many addresses. */
export function writeStates(states: readonly (readonly [BareJid, AgentStatus])[], more: MoreStates = {}): string {
  const agentsByState = new Map<string, BareJid[]>();
  for (const [jid, { availability, reason }] of states) {
    const head = attributesOf({ is: availability, reason });
    agentsByState.set(head, [...(agentsByState.get(head) ?? []), jid]);
  }
  const written = [...agentsByState].map(([head, agents]) => `<state${head}>${escapeXml(agents.join(' '))}</state>`);
  const counts = (more.counts ?? []).map(
    ([{ kind, id }, { ready, total }]) => `<count${attributesOf({ kind, id, ready: String(ready), total: String(total) })}/>`,
  );
  return `<states xmlns="${NS_AVAILABILITY}"${attributesOf({ total: more.total?.toString() })}>${[...written, ...counts].join('')}</states>`;
}

/** The status that a presence shows (docs/protocol.md 6). */
export function readPresence(presence: XmlElement, now: number): { readonly status: AgentStatus; readonly chosenAt: number | undefined } {
  const chosenAt = parseTimestamp(childOf(presence, 'chosen', NS_STATUS)?.attributes.at ?? '');
  return { status: statusOf(presence), chosenAt: chosenAt === undefined ? undefined : Math.min(chosenAt, now) };
}

function statusOf(presence: XmlElement): AgentStatus {
  switch (childOf(presence, 'show')?.text.trim()) {
    case 'away': {
      const reason = childOf(presence, 'status')?.text.slice(0, 200);
      return { availability: 'not-ready', ...(reason ? { reason } : {}) };
    }
    case 'xa':
      return { availability: 'after-call-work' };
    case 'dnd':
      return { availability: 'do-not-disturb' };
    default:
      return { availability: 'ready' };
  }
}

/** The answer to a request that isn't granted (RFC 6120 8.3). */
export function writeError(request: XmlElement, type: 'auth' | 'cancel' | 'modify' | 'wait', condition: string): string {
  const { id, from, to } = request.attributes;
  return `<iq${attributesOf({ type: 'error', id, from: to, to: from })}><error type="${type}"><${condition} xmlns="${NS_STANZA_ERRORS}"/></error></iq>`;
}

export function writeResult(request: XmlElement, payload = ''): string {
  const { id, from, to } = request.attributes;
  return `<iq${attributesOf({ type: 'result', id, from: to, to: from })}>${payload}</iq>`;
}

/** The condition of an error (RFC 6120 8.3.3). */
export function conditionOf(stanza: XmlElement): string | undefined {
  return childOf(stanza, 'error')?.children.find(({ namespace }) => namespace === NS_STANZA_ERRORS)?.name;
}
