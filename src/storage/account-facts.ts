import * as v from 'valibot';
import { OWN_AVAILABILITIES } from '../model/agent.ts';
import { DEFAULT_SETTINGS, LANGUAGES, MAIN_WINDOWS, THEMES } from '../model/settings.ts';
import { SHORTCUT_MODIFIERS } from '../model/shortcut-modifiers.ts';
import { MARK_STATES } from '../model/session/session-mark.ts';
import { targetRef } from '../model/target-ref-shape.ts';
import { interactionEvent } from './interaction-event-shape.ts';
import type { StoreDatabase, StoreWrite } from './store-port.ts';

interface StoredArchiveCursor {
  last?: string;
  taken: string[];
}

/** Single values by name. */
export type FactRecords = { facts: { key: string; value: unknown } };

const FACTS = {
  settings: v.object({
    invitationTimeoutMs: v.optional(v.number(), DEFAULT_SETTINGS.invitationTimeoutMs),
    notificationTimeoutMs: v.optional(v.number(), DEFAULT_SETTINGS.notificationTimeoutMs),
    isSoundOn: v.optional(v.boolean(), DEFAULT_SETTINGS.isSoundOn),
    areDesktopNotificationsOn: v.optional(v.boolean(), DEFAULT_SETTINGS.areDesktopNotificationsOn),
    isTextOnDesktop: v.optional(v.boolean(), DEFAULT_SETTINGS.isTextOnDesktop),
    theme: v.optional(v.picklist(THEMES), DEFAULT_SETTINGS.theme),
    language: v.optional(v.picklist(LANGUAGES), DEFAULT_SETTINGS.language),
    mainWindow: v.optional(v.picklist(MAIN_WINDOWS), DEFAULT_SETTINGS.mainWindow),
    shortcuts: v.optional(v.picklist(SHORTCUT_MODIFIERS), DEFAULT_SETTINGS.shortcuts),
    rejectionWords: v.optional(v.string(), DEFAULT_SETTINGS.rejectionWords),
    lockAfterMinutes: v.exactOptional(v.number()),
    microphoneId: v.optional(v.string(), DEFAULT_SETTINGS.microphoneId),
    speakerId: v.optional(v.string(), DEFAULT_SETTINGS.speakerId),
  }),
  status: v.object({ availability: v.picklist(OWN_AVAILABILITIES), reason: v.optional(v.string()), chosenAt: v.exactOptional(v.number()) }),
  favorites: v.array(targetRef),
  /** Newest first. */
  recents: v.array(targetRef),
  /**
   * The id of the last archived stanza (XEP-0313) before which all effects are stored, and the ids of those behind it whose effects are. Earlier versions
   * stored the first alone.
   */
  archiveCursor: v.union([
    v.pipe(
      v.string(),
      v.transform((last): StoredArchiveCursor => ({ last, taken: [] })),
    ),
    v.object({ last: v.exactOptional(v.string()), taken: v.array(v.string()) }),
  ]),
  /** StanzaJS's stream management state, with the stanzas that the server hasn't acknowledged. */
  stream: v.looseObject({
    id: v.string(),
    handled: v.number(),
    lastAck: v.number(),
    heardAt: v.optional(v.number()),
    unacked: v.array(v.tuple([v.string(), v.looseObject({})])),
  }),
  /** The roster as last read: the Team Communicator shows it before the server has answered. */
  roster: v.array(v.object({ jid: v.string(), name: v.string(), groups: v.array(v.string()) })),
  /** The agent's own display name, as last read. */
  ownName: v.string(),
  /** What pages haven't taken yet, oldest first. */
  interactionEvents: v.array(interactionEvent),
  /** What the agent's other browsers haven't been told of sessions, oldest first. */
  untoldMarks: v.array(
    v.object({ sessionId: v.string(), state: v.picklist(MARK_STATES), readId: v.exactOptional(v.string()), at: v.number() }),
  ),
  /** Whom the agent has blocked, and what of that the server hasn't been told. */
  blocklist: v.object({ jids: v.array(v.string()), untold: v.array(v.tuple([v.string(), v.boolean()])) }),
  /** Random per session host, kept across resumes. */
  resource: v.string(),
  /** Names this browser in the order of messages. */
  device: v.string(),
} as const;

export type FactName = keyof typeof FACTS;
export type Fact<N extends FactName> = v.InferOutput<(typeof FACTS)[N]>;

/** A single value kept for the account; undefined when there is none, or none that can be read. */
export async function getFact<N extends FactName>(database: StoreDatabase<FactRecords>, name: N): Promise<Fact<N> | undefined> {
  const stored: unknown = await database.get('facts', name);
  const parsed = v.safeParse<(typeof FACTS)[FactName]>(FACTS[name], stored);
  return parsed.success ? parsed.output : undefined;
}

export function putFact<N extends FactName>(name: N, value: Fact<N> | undefined): StoreWrite<FactRecords> {
  return (transaction) => {
    const facts = transaction.objectStore('facts');
    return value === undefined ? facts.delete(name) : facts.put(value, name);
  };
}
