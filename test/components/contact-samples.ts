import type { ContactHistorySlice, QueryOf } from '../../src/channel/contract.ts';
import type { ContactInformation, PastInteraction, PastInteractionDetails } from '../../src/model/contact/contact.ts';

const MARKUP = '<img src=x onerror=alert(1)>';
const NEWEST = new Date(2026, 10, 23, 14, 2).getTime();
const DAY_MS = 86_400_000;

export const SAMPLE_CONTACT: ContactInformation = {
  id: 'c1001',
  name: 'Maria Lindqvist',
  company: 'Lindqvist & Söner AB',
  numbers: [
    { kind: 'Mobile', value: '+46 70 174 05 55' },
    { kind: 'Work', value: '+46 8 505 123 00' },
  ],
  emails: ['maria@lindqvist.example', 'a@b.example?bcc=eve@evil.example', 'maria+invoices@lindqvist.example'],
  addresses: [{ kind: 'Billing', text: 'Storgatan 1\n111 23 Stockholm\nSweden' }],
  notes: `Prefers e-mail.\nSee https://crm.example/c1001 first. ${MARKUP}`,
  attributes: [
    { name: 'Segment', value: 'Business' },
    { name: MARKUP, value: MARKUP },
    { name: 'لقب', value: 'ماريا' },
    { name: 'Empty', value: '' },
  ],
};

const AGENTS = [
  { id: 'bmartin@support.example', name: 'Bill Martin' },
  { id: 'cwei@support.example', name: 'Chen Wei' },
  { id: 'dortiz@support.example', name: 'Dana Ortiz' },
] as const;

/** A past interaction of `daysAgo` days ago. */
export function samplePastInteraction(daysAgo: number, changes: Partial<PastInteraction> = {}): PastInteraction {
  const startedAt = NEWEST - daysAgo * DAY_MS;
  const lengthMs = 60_000 * (1 + (daysAgo % 50));
  return {
    id: `past-${daysAgo}`,
    medium: (['voice', 'email', 'chat', 'im'] as const)[daysAgo % 4]!,
    subject: `Invoice ${20931 + daysAgo}`,
    startedAt,
    endedAt: startedAt + lengthMs,
    lengthMs,
    agent: AGENTS[daysAgo % 3]!,
    status: (['done', 'transferred', 'abandoned'] as const)[daysAgo % 3]!,
    outcome: ['Resolved', 'To billing', ''][daysAgo % 3]!,
    ...changes,
  };
}

export const samplePast = (count: number): readonly PastInteraction[] =>
  Array.from({ length: count }, (_, daysAgo) => samplePastInteraction(daysAgo));

export function samplePastDetails(interaction: PastInteraction, entries = 3): PastInteractionDetails {
  return {
    ...interaction,
    notes: `Asked for a copy of the invoice.\n${MARKUP}`,
    caseData: [
      { key: 'Amount', type: 'money', value: '1249.9 EUR' },
      { key: 'Order', type: 'link', value: 'https://orders.example/77120' },
      { key: 'Danger', type: 'link', value: 'javascript:alert(1)' },
    ],
    transcript: Array.from({ length: entries }, (_, index) => ({
      at: interaction.startedAt + index * 20_000,
      author: index % 2 ? 'Bill Martin' : 'Maria Lindqvist',
      text: index === 1 ? `See https://billing.example/i/20931 ${MARKUP}` : `Line ${index}`,
    })),
  };
}

/** Answers a query as a session host does that has read the whole history. */
export function historySlice(
  all: readonly PastInteraction[],
  query: QueryOf<'contact-history'>,
  changes: Partial<ContactHistorySlice> = {},
): ContactHistorySlice {
  const { search, media, statuses, agent, from = -Infinity, to = Infinity, sort, order, first, count } = query;
  const keyOf = (row: PastInteraction) =>
    ({ start: row.startedAt, length: row.lengthMs, subject: row.subject, agent: row.agent.name, medium: row.medium, outcome: row.outcome })[
      sort
    ];
  const matching = all
    .filter(
      (row) =>
        `${row.subject} ${row.agent.name} ${row.outcome}`.toLowerCase().includes(search.toLowerCase()) &&
        (!media.length || media.includes(row.medium)) &&
        (!statuses.length || statuses.includes(row.status)) &&
        (agent === undefined || row.agent.id === agent) &&
        row.startedAt >= from &&
        row.startedAt < to,
    )
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0) * (order === 'asc' ? 1 : -1));
  return {
    total: matching.length,
    first,
    rows: matching.slice(first, first + count),
    isComplete: true,
    isCut: false,
    agents: AGENTS,
    isReading: false,
    readAt: Date.now(),
    ...changes,
  };
}
