import { readXml } from '../../src/background/xmpp/xml-reader.ts';

/** What happened in a session, as a stanza tells it. */
export type EntryType = 'invitation' | 'acceptance' | 'rejection' | 'cancellation' | 'end' | 'message' | 'case-data';

/** One line of the export. Of case data it has the fields' names, and never their values. */
export interface Entry {
  readonly type: EntryType;
  /** The stanza's id, by which one that was sent again is recognised. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly text?: string;
  /** The reason of a rejection, a cancellation or an end, or `call` for an invitation to a call. */
  readonly reason?: string;
  readonly caseDataKeys?: readonly string[];
}

const BOUNDS = { length: 1_000_000, depth: 50, attributes: 100, children: 10_000 };
const INVITATION = 'urn:xmpp:jingle-message:0';
const IM = 'urn:backchannel:im:0';
const CONSULTATION = 'urn:backchannel:consultation:0';
const ANSWERS: Readonly<Record<string, EntryType>> = {
  propose: 'invitation',
  proceed: 'acceptance',
  reject: 'rejection',
  retract: 'cancellation',
  finish: 'end',
};

type XmlElement = ReturnType<typeof readXml>;
const bare = (jid: string | undefined) => jid?.split('/')[0] ?? '';
const childrenOf = (element: XmlElement | undefined) =>
  (element?.children ?? []).flatMap((child) => (typeof child === 'string' ? [] : [child]));
const find = (element: XmlElement | undefined, name: string, namespace: string) =>
  childrenOf(element).find((child) => child.getName() === name && child.getNamespace() === namespace);

/** What a stanza of the archive adds to its session: nothing (a receipt, a marker), or one or more entries. @throws XmlError */
export function entriesOf(xml: string): readonly Entry[] {
  const message = readXml(xml, BOUNDS);
  const id = String(message.getAttribute('id') ?? '');
  const line = { id, from: bare(message.getAttribute('from')), to: bare(message.getAttribute('to')) };
  const invitation = childrenOf(message).find((child) => child.getNamespace() === INVITATION && child.getName() in ANSWERS);
  if (invitation) return invitationEntries(invitation, line);
  const body = childrenOf(message).find((child) => child.getName() === 'body');
  const consultation = find(message, 'consultation', CONSULTATION);
  return [
    ...(body ? [{ ...line, type: 'message' as const, text: body.getText() }] : []),
    ...(consultation ? [{ ...line, type: 'case-data' as const, caseDataKeys: keysOf(consultation) }] : []),
  ];
}

function invitationEntries(invitation: XmlElement, line: Pick<Entry, 'id' | 'from' | 'to'>): readonly Entry[] {
  const type = ANSWERS[invitation.getName()] ?? 'end';
  const reason = childrenOf(invitation).find((child) => child.getName() === 'reason');
  const why = childrenOf(reason)
    .find((child) => child.getName() !== 'text')
    ?.getName();
  const said = childrenOf(reason)
    .find((child) => child.getName() === 'text')
    ?.getText();
  const isCall = childrenOf(invitation).some((child) => child.getName() === 'description' && child.getNamespace() !== IM);
  const description = find(invitation, 'description', IM);
  const body = childrenOf(description).find((child) => child.getName() === 'body');
  const consultation = find(description, 'consultation', CONSULTATION);
  return [
    { ...line, type, ...(said ? { text: said } : {}), ...(isCall ? { reason: 'call' } : why ? { reason: why } : {}) },
    // The first message of a session travels in its invitation, with an id of its own.
    ...(body ? [{ ...line, id: String(body.getAttribute('id') ?? line.id), type: 'message' as const, text: body.getText() }] : []),
    ...(consultation ? [{ ...line, type: 'case-data' as const, caseDataKeys: keysOf(consultation) }] : []),
  ];
}

function keysOf(consultation: XmlElement): readonly string[] {
  return childrenOf(consultation).flatMap((child) => (child.getName() === 'field' ? [String(child.getAttribute('key') ?? '')] : []));
}
