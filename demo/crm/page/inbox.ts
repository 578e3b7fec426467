import type { InteractionDetails } from '/embed/backchannel.js';
import type { ContactApi, CrmContact } from './contact-api.ts';

/** A call, e-mail or chat that waits for the agent, or that the agent has open. */
export interface WorkItem {
  readonly id: string;
  readonly medium: 'voice' | 'email' | 'chat';
  readonly subject: string;
  /** What the customer wrote (of a chat, one line per message), or what is known before a call. */
  readonly text: readonly string[];
  /** For how many minutes it has waited already. */
  readonly waitingMinutes: number;
  readonly contact: CrmContact;
  readonly caseData: NonNullable<InteractionDetails['caseData']>;
}

interface Story {
  /** The name that its contact is looked up by. */
  readonly from: string;
  readonly medium: WorkItem['medium'];
  readonly subject: string;
  readonly text: readonly string[];
  readonly caseData: WorkItem['caseData'];
}

const STORIES: readonly Story[] = [
  {
    from: 'Müller',
    medium: 'email',
    subject: 'Invoice 20931 charged twice',
    text: [
      'Good morning,',
      'my account shows two debits for invoice 20931, both of the 12th. I changed my plan that week, but I never ordered anything twice.',
      'Please tell me which one is wrong, and when I get the money back.',
    ],
    caseData: [
      { key: 'Topic', value: 'Invoice 20931 charged twice' },
      { key: 'Amount', type: 'money', value: '49.90 EUR' },
      { key: 'Plan', type: 'choice', value: 'Business 20', isEditable: true, choices: ['Business 20', 'Business 50', 'Fibre 250'] },
      { key: 'Card', value: '4111 1111 1111 1111' },
      { key: 'Order', type: 'link', value: 'https://shop.example/orders/77120' },
      { key: 'Opened', type: 'date', value: '2026-11-23' },
    ],
  },
  {
    from: 'Carter',
    medium: 'chat',
    subject: 'Router restarts every hour',
    text: ['Hi, my router restarts again and again.', 'Since Monday, about once an hour.', 'The light goes red, then it comes back.'],
    caseData: [
      { key: 'Topic', value: 'Router restarts every hour' },
      { key: 'Product', value: 'Fibre 1000' },
      { key: 'Device', value: 'Router X2, firmware 4.11', isEditable: true },
      { key: 'Line attenuation', type: 'number', value: '31.5' },
    ],
  },
  {
    from: 'Lefèvre',
    medium: 'email',
    subject: 'Moving house on the first',
    text: ['Hello,', 'we move on the first of next month. Can we take the number along, and will there be a day without a line?'],
    caseData: [
      { key: 'Topic', value: 'Moving house, contract 31007' },
      { key: 'Moves on', type: 'date', value: '2026-12-01' },
      { key: 'Contract', type: 'link', value: 'https://shop.example/contracts/31007' },
    ],
  },
  {
    from: 'Wiśniewski',
    medium: 'chat',
    subject: 'Roaming on the last bill',
    text: ['I was in Norway for two days.', 'Why is there 18.40 for roaming?'],
    caseData: [
      { key: 'Topic', value: 'Roaming charge' },
      { key: 'Amount', type: 'money', value: '18.40 EUR' },
      { key: 'Product', value: 'Mobile L' },
    ],
  },
  {
    from: 'Shah',
    medium: 'email',
    subject: 'Wants to cancel contract 40218',
    text: ['To whom it may concern,', 'please cancel my contract 40218 to the end of its term, and confirm this in writing.'],
    caseData: [
      { key: 'Topic', value: 'Cancellation of contract 40218' },
      { key: 'Term ends', type: 'date', value: '2027-02-28' },
    ],
  },
  {
    from: 'Dubois',
    medium: 'voice',
    subject: 'Calls about invoice 20977',
    text: ['In the menu: 1, “Invoices”.', 'Said: “My invoice 20977 has a fee for a second line.”'],
    caseData: [
      { key: 'Topic', value: 'Second line on invoice 20977' },
      { key: 'Amount', type: 'money', value: '12.00 EUR' },
    ],
  },
  {
    from: 'Schröder',
    medium: 'voice',
    subject: 'Calls about a technician',
    text: ['In the menu: 3, “Appointments”.'],
    caseData: [{ key: 'Topic', value: 'Technician did not come' }],
  },
];

/** The items that wait for the agent; each is from a contact of one of the agent's teams. */
export async function readInbox(contacts: ContactApi): Promise<readonly WorkItem[]> {
  const items = await Promise.all(STORIES.map((story, index) => makeItem(story, index, contacts)));
  return items.filter((item) => item !== undefined);
}

async function makeItem({ from, ...story }: Story, index: number, contacts: ContactApi): Promise<WorkItem | undefined> {
  const contactId = await contacts.find(from);
  if (contactId === undefined) return undefined;
  return { ...story, id: `${story.medium}-${contactId}`, waitingMinutes: 3 + index * 7, contact: await contacts.read(contactId) };
}
