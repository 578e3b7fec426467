// ====================================================================
// What an agent's browsers tell each other about sessions
// --------------------------------------------------------------------
// Source: docs/protocol.md 12, by XEP-0223: Persistent Storage of Private Data via PubSub, version 1.1.1
// ====================================================================
import type { Agent } from 'stanza';
import { type DefinitionOptions, type FieldDefinition, XMLElement } from 'stanza/jxt/index.js';
import type { Message } from 'stanza/protocol';
import type { BareJid } from '../../model/jid.ts';
import { MARK_STATES, type SessionMark } from '../../model/session/session-mark.ts';
import { parseTimestamp } from '../../model/timestamp.ts';
import type { SessionMarkExchange } from '../stream/messaging-port.ts';
import { conditionOf, nothingIfRefused } from './request-failure.ts';
import { NS_PUBSUB, NS_PUBSUB_EVENT, NS_SESSIONS } from './namespaces.ts';

/** How many sessions the server keeps. Older ones are done in every browser, or forgotten. */
const MOST_ITEMS = 100;
const LONGEST_ID = 200;
const NS_FORM = 'jabber:x:data';

interface Publication extends SessionMark {
  /** The server doesn't know the option that says how many items it is to keep. */
  readonly isUnlimited?: boolean;
}

declare module 'stanza/protocol' {
  interface IQPayload {
    sessionNode?: { publish?: Publication; marks?: readonly SessionMark[] };
    sessionNodeConfig?: { mostItems: number };
  }
  interface Message {
    sessionEvent?: { marks?: readonly SessionMark[] };
  }
}

/** The items of the node. Without any, they are asked for. */
const items: FieldDefinition<readonly SessionMark[]> = {
  importer: (xml) => {
    const list = xml.getChild('items', xml.getNamespace());
    if (list?.getAttribute('node') !== NS_SESSIONS) return undefined;
    return list.getChildren('item', xml.getNamespace()).slice(-MOST_ITEMS).flatMap(readItem);
  },
  exporter: (xml) => void xml.appendChild(new XMLElement('items', { node: NS_SESSIONS })),
};

const publication: FieldDefinition<Publication> = {
  importer: () => undefined,
  exporter: (xml, mark) => {
    const item = new XMLElement('item', { id: mark.sessionId }, [writeMark(mark)]);
    xml.appendChild(new XMLElement('publish', { node: NS_SESSIONS }, [item]));
    xml.appendChild(new XMLElement('publish-options', {}, [optionsOf(mark)]));
  },
};

const config: FieldDefinition<number> = {
  importer: () => undefined,
  exporter: (xml, mostItems) => {
    const form = formOf({ FORM_TYPE: `${NS_PUBSUB}#node_config`, 'pubsub#max_items': String(mostItems) });
    xml.appendChild(new XMLElement('configure', { node: NS_SESSIONS }, [form]));
  },
};

export const SESSION_NODE: DefinitionOptions[] = [
  { element: 'pubsub', namespace: NS_PUBSUB, path: 'iq.sessionNode', fields: { publish: publication, marks: items } },
  { element: 'pubsub', namespace: `${NS_PUBSUB}#owner`, path: 'iq.sessionNodeConfig', fields: { mostItems: config } },
  { element: 'event', namespace: NS_PUBSUB_EVENT, path: 'message.sessionEvent', fields: { marks: items } },
];

/** Nobody but the account itself may read the node. */
function optionsOf({ isUnlimited }: Publication): XMLElement {
  return formOf({
    FORM_TYPE: `${NS_PUBSUB}#publish-options`,
    'pubsub#persist_items': 'true',
    'pubsub#access_model': 'whitelist',
    ...(isUnlimited ? {} : { 'pubsub#max_items': String(MOST_ITEMS) }),
  });
}

function formOf(fields: Readonly<Record<string, string>>): XMLElement {
  const written = Object.entries(fields).map(
    ([name, value]) =>
      new XMLElement('field', { var: name, ...(name === 'FORM_TYPE' && { type: 'hidden' }) }, [new XMLElement('value', {}, [value])]),
  );
  return new XMLElement('x', { xmlns: NS_FORM, type: 'submit' }, written);
}

function writeMark({ state, readId, at }: SessionMark): XMLElement {
  return new XMLElement('session', { xmlns: NS_SESSIONS, state, read: readId, at: new Date(at).toISOString() });
}

function readItem(item: XMLElement): SessionMark[] {
  const sessionId = item.getAttribute('id') ?? '';
  const mark = item.getChild('session', NS_SESSIONS);
  const state = MARK_STATES.find((known) => known === mark?.getAttribute('state'));
  const at = parseTimestamp(mark?.getAttribute('at') ?? '');
  const readId = mark?.getAttribute('read');
  if (!state || at === undefined || [sessionId, readId ?? '.'].some((id) => id === '' || id.length > LONGEST_ID)) return [];
  return [{ sessionId, state, at, ...(readId === undefined ? {} : { readId }) }];
}

/** Reads and writes the node. It is loaded after the desk is up to date, because the first list doesn't need it. */
export class SessionNode implements SessionMarkExchange {
  onMarks: SessionMarkExchange['onMarks'] = () => undefined;
  #isUnlimited = false;

  constructor(
    private readonly client: Agent,
    me: BareJid,
  ) {
    client.stanzas.define(SESSION_NODE);
    client.on('message', ({ from, sessionEvent }: Message) => {
      if (from === me && sessionEvent?.marks) this.onMarks(sessionEvent.marks);
    });
  }

  async read(): Promise<readonly SessionMark[]> {
    try {
      const { sessionNode } = await this.client.sendIQ({ type: 'get', sessionNode: { marks: [] } });
      return sessionNode?.marks ?? [];
    } catch (failure) {
      // There is no node before the first mark is published.
      if (conditionOf(failure) === 'item-not-found') return [];
      throw failure;
    }
  }

  async publish(mark: SessionMark): Promise<void> {
    try {
      await this.#publish(mark);
    } catch (failure) {
      // So answers ejabberd to an option that it doesn't know. The node is configured instead; where that is refused, it keeps fewer.
      if (this.#isUnlimited || conditionOf(failure) !== 'resource-constraint') throw failure;
      this.#isUnlimited = true;
      await this.#publish(mark);
      await this.client.sendIQ({ type: 'set', sessionNodeConfig: { mostItems: MOST_ITEMS } }).catch(nothingIfRefused);
    }
  }

  async #publish(mark: SessionMark): Promise<void> {
    await this.client.sendIQ({ type: 'set', sessionNode: { publish: { ...mark, isUnlimited: this.#isUnlimited } } });
  }
}
