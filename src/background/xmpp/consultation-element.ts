// ====================================================================
// The interaction that a consultation is about
// --------------------------------------------------------------------
// Source: docs/protocol.md 9
// ====================================================================
import { attribute, booleanAttribute, childAttribute, type DefinitionOptions, integerAttribute, text } from 'stanza/jxt/index.js';
import { boundCaseData, CASE_FIELD_TYPES, type CaseField, MAX_CASE_FIELDS } from '../../model/interaction/case-data.ts';
import { isContactId } from '../../model/contact/contact.ts';
import type { SharedInteraction } from '../../model/interaction/consultation.ts';
import { cutText } from '../../model/text/cut-text.ts';
import { toDisplayName } from '../../model/text/display-name.ts';
import { MEDIA } from '../../model/interaction/interaction.ts';
import { NS_CONSULTATION } from './namespaces.ts';

/** The element as StanzaJS translates it. */
export interface ConsultationElement {
  interaction?: string;
  media?: string;
  version?: number;
  closed?: boolean;
  omitted?: number;
  contactName?: string;
  contactId?: string;
  fields?: FieldElement[];
}

interface FieldElement {
  key?: string;
  type?: string;
  cut?: boolean;
  masked?: boolean;
  call?: boolean;
  value?: string;
}

declare module 'stanza/protocol' {
  interface Message {
    consultation?: ConsultationElement;
  }
}

export const CONSULTATION: DefinitionOptions[] = [
  {
    element: 'consultation',
    namespace: NS_CONSULTATION,
    path: 'consultation',
    aliases: ['message.consultation', 'message.jingleMessage.description.consultation'],
    fields: {
      interaction: attribute('interaction'),
      media: attribute('media'),
      version: integerAttribute('version'),
      closed: booleanAttribute('closed'),
      omitted: integerAttribute('omitted'),
      contactName: childAttribute(null, 'contact', 'name'),
      contactId: childAttribute(null, 'contact', 'id'),
    },
  },
  {
    element: 'field',
    namespace: NS_CONSULTATION,
    path: 'consultation.field',
    aliases: [{ path: 'consultation.fields', multiple: true }],
    fields: {
      key: attribute('key'),
      type: attribute('type'),
      cut: booleanAttribute('cut'),
      masked: booleanAttribute('masked'),
      call: booleanAttribute('call'),
      value: text(),
    },
  },
];

/** The element of what is shared, whose case data is within its bounds already. */
export function writeConsultation({
  interactionId,
  media,
  contactName,
  contactId,
  isClosed,
  version,
  caseData,
}: SharedInteraction): ConsultationElement {
  return {
    interaction: interactionId,
    media,
    version,
    ...(isClosed ? { closed: true } : {}),
    ...(caseData.omitted > 0 ? { omitted: caseData.omitted } : {}),
    contactName,
    ...(contactId === undefined ? {} : { contactId }),
    fields: caseData.fields.map(({ key, type, value, isCut, isMasked, isOfCall }) => ({
      key,
      type,
      ...(isCut ? { cut: true } : {}),
      ...(isMasked ? { masked: true } : {}),
      ...(isOfCall ? { call: true } : {}),
      value,
    })),
  };
}

/** What the element shares, within bounds whatever it holds. Undefined when it can't be understood. */
export function readConsultation({
  interaction,
  media,
  version,
  closed,
  omitted,
  contactName,
  contactId,
  fields = [],
}: ConsultationElement): SharedInteraction | undefined {
  const medium = MEDIA.find((known) => known === media);
  if (!medium || !interaction || interaction.length > 200 || !Number.isSafeInteger(version)) return undefined;
  // The peer's host has masked card numbers.
  const bounded = boundCaseData(fields.map(readField), cutText);
  return {
    interactionId: interaction,
    media: medium,
    contactName: toDisplayName(contactName ?? ''),
    contactId: contactId !== undefined && isContactId(contactId) ? contactId : undefined,
    isClosed: closed === true,
    version: version ?? 0,
    caseData: {
      fields: bounded.fields.map((field, index) => ({ ...field, ...marksOf(fields[index]) })),
      omitted: Number.isSafeInteger(omitted) ? Math.max(0, omitted ?? 0, fields.length - MAX_CASE_FIELDS) : bounded.omitted,
    },
  };
}

function readField({ key = '', type, value = '' }: FieldElement): Pick<CaseField, 'key' | 'type' | 'value'> {
  return { key, type: CASE_FIELD_TYPES.find((known) => known === type) ?? 'text', value };
}

function marksOf(field: FieldElement | undefined): Pick<CaseField, 'isCut' | 'isMasked' | 'isOfCall'> {
  return {
    ...(field?.cut ? { isCut: true } : {}),
    ...(field?.masked ? { isMasked: true } : {}),
    ...(field?.call ? { isOfCall: true } : {}),
  };
}
