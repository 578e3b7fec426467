// ====================================================================
// Availability by a hub
// --------------------------------------------------------------------
// Source: docs/protocol.md 13
// ====================================================================
import type { Agent } from 'stanza';
import {
  attribute,
  booleanAttribute,
  dateAttribute,
  type DefinitionOptions,
  type FieldDefinition,
  integerAttribute,
  XMLElement,
} from 'stanza/jxt/index.js';
import type { Message } from 'stanza/protocol';
import { type AgentStatus, AVAILABILITIES } from '../../model/agent.ts';
import { type BareJid, bareJidOf, isBareJid } from '../../model/jid.ts';
import type { GroupRef } from '../../model/target-ref.ts';
import { toDisplayName } from '../../model/text/display-name.ts';
import type { AvailabilityExchange, LineAnswer, LineTicket, ReadyCount, Watch, WatchedStates } from '../stream/messaging-port.ts';
import type { SessionId } from '../../model/ids.ts';
import { NS_AVAILABILITY } from './namespaces.ts';
import { conditionOf } from './request-failure.ts';

/** A `ready` element: the members of a group who are ready. `line` and the fields after it are for agents who wait in line. */
interface ReadyMembers {
  kind?: string;
  id?: string;
  members?: readonly BareJid[];
  line?: string;
  since?: Date;
  left?: boolean;
  except?: readonly BareJid[];
  place?: number;
}

declare module 'stanza/protocol' {
  interface IQPayload {
    watch?: { request?: Watch };
    watchedStates?: { told?: WatchedStates };
    readyMembers?: ReadyMembers;
  }
  interface Message {
    readyMembers?: ReadyMembers;
    watchedStates?: { told?: WatchedStates };
    goneHub?: { jid?: string };
  }
}

/** How many states are taken of one message. A hub tells no more, because nobody watches more. */
const MOST_STATES = 1_000;

const request: FieldDefinition<Watch> = {
  importer: () => undefined,
  exporter: (xml, { on, off, total, groups }) => {
    if (total === undefined) xml.setAttribute('whole', 'true');
    else xml.setAttribute('total', String(total));
    for (const [name, jids] of Object.entries({ on, off }))
      if (jids.length > 0) xml.appendChild(new XMLElement(name, {}, [jids.join(' ')]));
    if (groups) {
      const named = groups.map(({ kind, id }) => new XMLElement('group', { kind, id }));
      xml.appendChild(new XMLElement('groups', {}, named));
    }
  },
};

const told: FieldDefinition<WatchedStates> = {
  importer: (xml) => {
    const total = Number(xml.getAttribute('total') ?? 'none');
    const states = xml.getChildren('state', NS_AVAILABILITY).flatMap(readState).slice(0, MOST_STATES);
    const counts = xml.getChildren('count', NS_AVAILABILITY).flatMap(readCount).slice(0, MOST_STATES);
    return { states, ...(counts.length > 0 ? { counts } : {}), ...(Number.isInteger(total) ? { total } : {}) };
  },
  exporter: () => undefined,
};

const members: FieldDefinition<readonly BareJid[]> = {
  importer: (xml) => xml.getText().split(/\s+/).map(bareJidOf).filter(isBareJid).slice(0, MOST_STATES),
  exporter: () => undefined,
};

const except: FieldDefinition<readonly BareJid[]> = {
  importer: () => undefined,
  exporter: (xml, jids) => {
    if (jids.length > 0) xml.children.push(jids.join(' '));
  },
};

/** How many of a group are ready. What isn't a number, or more than there are, isn't taken. */
function readCount(count: XMLElement): readonly (readonly [GroupRef, ReadyCount])[] {
  const [kind, id] = [count.getAttribute('kind'), count.getAttribute('id') ?? ''];
  const [ready, total] = [Number(count.getAttribute('ready') ?? 'none'), Number(count.getAttribute('total') ?? 'none')];
  const isCount = Number.isSafeInteger(total) && Number.isSafeInteger(ready) && ready >= 0 && ready <= total;
  return isCount && (kind === 'group' || kind === 'skill') && id
    ? [
        [
          { kind, id },
          { ready, total },
        ],
      ]
    : [];
}

/** All agents of whom an element says the same. */
function readState(state: XMLElement): readonly (readonly [BareJid, AgentStatus])[] {
  const availability = AVAILABILITIES.find((known) => known === state.getAttribute('is')) ?? 'unknown';
  const reason = toDisplayName(state.getAttribute('reason') ?? '');
  const status: AgentStatus = { availability, ...(reason ? { reason } : {}) };
  const agents = state.getText().split(/\s+/).map(bareJidOf);
  return agents.filter(isBareJid).map((agent) => [agent, status] as const);
}

export const AVAILABILITY: DefinitionOptions[] = [
  { element: 'watch', namespace: NS_AVAILABILITY, path: 'iq.watch', fields: { request } },
  {
    element: 'ready',
    namespace: NS_AVAILABILITY,
    aliases: ['iq.readyMembers', 'message.readyMembers'],
    fields: {
      kind: attribute('kind'),
      id: attribute('id'),
      members,
      line: attribute('line'),
      since: dateAttribute('since'),
      left: booleanAttribute('left'),
      except,
      place: integerAttribute('place'),
    },
  },
  { element: 'states', namespace: NS_AVAILABILITY, aliases: ['iq.watchedStates', 'message.watchedStates'], fields: { told } },
  {
    element: 'gone',
    namespace: NS_AVAILABILITY,
    path: 'message.goneHub',
    fields: { jid: { importer: (xml) => xml.getAttribute('jid'), exporter: () => undefined } },
  },
];

/** Asks availability hubs, and hears what they tell. It is loaded only where the organisation has one. */
export class HubExchange implements AvailabilityExchange {
  isHub: AvailabilityExchange['isHub'] = () => false;
  onStates: AvailabilityExchange['onStates'] = () => undefined;
  onGone: AvailabilityExchange['onGone'] = () => undefined;
  onLineMoves: AvailabilityExchange['onLineMoves'] = () => undefined;

  constructor(private readonly client: Agent) {
    client.stanzas.define(AVAILABILITY);
    client.on('message', ({ from = '', watchedStates, goneHub, readyMembers }: Message) => {
      if (!this.isHub(from)) return;
      if (watchedStates?.told) this.onStates(from, watchedStates.told);
      if (goneHub?.jid !== undefined) this.onGone(from, goneHub.jid);
      const { kind, id } = readyMembers ?? {};
      if ((kind === 'group' || kind === 'skill') && id) this.onLineMoves(from, { kind, id });
    });
    // A hub asks for it when it is asked for anything by a device that it doesn't know, and so not before this listens.
    client.on('subscribe', ({ from = '' }) => {
      if (this.isHub(from)) client.acceptSubscription(from);
    });
  }

  async readyMembers(hub: string, { kind, id }: GroupRef): Promise<readonly BareJid[]> {
    const { readyMembers } = await this.client.sendIQ({ type: 'get', to: hub, readyMembers: { kind, id } });
    return readyMembers?.members ?? [];
  }

  async askInLine(hub: string, { kind, id }: GroupRef, { id: line, since, except }: LineTicket): Promise<LineAnswer> {
    const asked = { kind, id, line, since: new Date(since), except };
    const { readyMembers } = await this.client.sendIQ({ type: 'get', to: hub, readyMembers: asked });
    const { members = [], place } = readyMembers ?? {};
    return { members, ...(place === undefined ? {} : { place }) };
  }

  async leaveLine(hub: string, { kind, id }: GroupRef, line: SessionId): Promise<void> {
    await this.client.sendIQ({ type: 'get', to: hub, readyMembers: { kind, id, line, left: true } });
  }

  async watch(hub: string, watch: Watch): Promise<WatchedStates | undefined> {
    try {
      const { watchedStates } = await this.client.sendIQ({ type: 'set', to: hub, watch: { request: watch } });
      return watchedStates?.told ?? { states: [] };
    } catch (failure) {
      if (conditionOf(failure) === 'item-not-found') return undefined;
      throw failure;
    }
  }
}
