import type { CaseField, Medium } from './interaction-schema.ts';
import { searchWords } from './search-words.ts';
import { seedRandom } from './seed-random.ts';

/**
 * What an interaction can have been about. `{n}` stands for a number of the interaction's own, `{contact}` for the contact's name, `{agent}` for the
 * agent's name, and `{hour}` for the hour in which it starts. They are filled in by a plain replacement, which takes the database no time.
 */
export interface SeedStory {
  readonly medium: Medium;
  /** At which second of the hour it starts. */
  readonly startSeconds: number;
  readonly subject: string;
  readonly outcome: string;
  readonly notes: string;
  readonly caseData: readonly CaseField[];
  /** The words that the column `search` is made of, without the number and the agent's name. */
  readonly words: readonly string[];
  readonly transcript: readonly { readonly at: string; readonly author: string; readonly text: string }[];
}

type Some<T> = readonly [T, ...T[]];

interface Topic {
  readonly subjects: Some<string>;
  readonly asks: Some<string>;
  readonly answers: Some<string>;
  readonly notes: Some<string>;
  readonly outcomes: Some<string>;
  readonly product: Some<string>;
}

const TOPICS: Some<Topic> = [
  {
    subjects: [
      'Invoice {n} charged twice',
      'Refund for order {n}',
      'Direct debit of invoice {n} returned',
      'Rechnung {n}: falscher Betrag',
    ],
    asks: ['I was charged twice for invoice {n}.', 'When does the money for {n} come back?', 'Why is there a reminder fee on {n}?'],
    answers: ['I see both payments; the second goes back today.', 'The bank needs three working days.', 'I have taken the fee off.'],
    notes: [
      'Duplicate payment confirmed, second one returned.',
      'Fee waived as a gesture of goodwill.',
      'Asked billing to send a corrected invoice.',
    ],
    outcomes: ['Refunded', 'Resolved', 'Waiting for billing'],
    product: ['Fibre 250', 'Mobile L', 'Office Line'],
  },
  {
    subjects: [
      'No connection since the storm, ticket {n}',
      'Router {n} restarts every hour',
      'Störung {n}: langsam am Abend',
      'Panne de ligne, dossier {n}',
    ],
    asks: ['The light on the router is red.', 'It is slow every evening since Monday.', 'The technician for {n} did not come.'],
    answers: ['Please hold the reset button for ten seconds.', 'I measure the line now; one moment.', 'I have booked a new visit for you.'],
    notes: [
      'Line measured: attenuation too high, technician booked.',
      'Firmware updated remotely, stable since.',
      'Splitter replaced under warranty.',
    ],
    outcomes: ['Resolved', 'Technician booked', 'Escalated'],
    product: ['Fibre 1000', 'DSL 50', 'Router X2'],
  },
  {
    subjects: [
      'Wants to cancel contract {n}',
      'Moving house, contract {n}',
      'Offer {n}: price after twelve months',
      'Kündigung des Vertrags {n}',
    ],
    asks: ['I would like to cancel {n}.', 'Can I take my number along?', 'What does it cost after a year?'],
    answers: ['I can offer you three months free.', 'Your number comes along, of course.', 'The price stays the same for two years.'],
    notes: [
      'Stays after an offer of three free months.',
      'Cancelled to the end of the term; said goodbye kindly.',
      'Takes the contract along to the new address.',
    ],
    outcomes: ['Retained', 'Cancelled', 'Call back'],
    product: ['Fibre 250', 'TV Plus', 'Mobile S'],
  },
];
const MEDIA: Some<Medium> = ['voice', 'voice', 'email', 'email', 'chat', 'im'];
const STORIES = 480;

const timeWithin = (seconds: number) => `{hour}:${new Date(seconds * 1000).toISOString().slice(14)}`;

/** The stories that the interactions are made of, the same at every run. Every third has a transcript. */
export function makeStories(): SeedStory[] {
  const random = seedRandom(3);
  return Array.from({ length: STORIES }, (): SeedStory => {
    const topic = random.pick(TOPICS);
    const medium = random.pick(MEDIA);
    const turns = medium === 'chat' || medium === 'im' ? 2 + Math.floor(random.next() * 4) : 0;
    const [subject, outcome, product] = [random.pick(topic.subjects), random.pick(topic.outcomes), random.pick(topic.product)];
    const notes = `${random.pick(topic.notes)} Ref. {n}.`;
    const amount = `${10 + Math.floor(random.next() * 90)}.${random.digits(2)}`;
    const startSeconds = Math.floor(random.next() * 3_000);
    const transcript = Array.from({ length: turns * 2 }, (_, index) => ({
      at: timeWithin(startSeconds + index * 40),
      author: index % 2 ? '{agent}' : '{contact}',
      text: random.pick(index % 2 ? topic.answers : topic.asks),
    }));
    const said = transcript.map(({ text }) => text);
    return {
      medium,
      subject,
      outcome,
      notes,
      words: searchWords(
        [subject, outcome, notes, product, amount, 'https://shop.example/orders/', ...said].join('\n').replaceAll('{n}', ''),
      ),
      startSeconds,
      caseData: [
        { key: 'order', label: 'Order', type: 'number', value: '{n}' },
        { key: 'product', label: 'Product', type: 'text', value: product },
        { key: 'amount', label: 'Amount', type: 'money', value: amount, currency: 'EUR' },
        { key: 'order-page', label: 'Order page', type: 'link', value: 'https://shop.example/orders/{n}' },
      ],
      transcript,
    };
  });
}
