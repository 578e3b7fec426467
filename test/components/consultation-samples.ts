import type { CaseDataSlice } from '../../src/channel/contract.ts';
import { deepElements, type Desk } from './desk-fixture.ts';
import { sampleSession } from './samples.ts';

/** An interaction by e-mail, which consultations are about. */
export const MAIL = {
  id: 'mail-1',
  media: 'email',
  contact: { name: 'Maria Lindqvist' },
  status: 'held',
  startedAt: Date.now() - 724_000,
  canHold: false,
} as const;
export const PARENT = { interactionId: 'mail-1', media: 'email', contactName: 'Maria Lindqvist', isClosed: false, version: 1 } as const;
export const CASE: CaseDataSlice = {
  fields: [
    { key: 'Topic', type: 'text', value: 'Invoice 20931 doubled', isCut: true },
    { key: 'Plan', type: 'choice', value: 'Business 50', changedAt: 5 },
    { key: 'Card', type: 'text', value: '•••• •••• •••• 4417', isMasked: true },
    { key: 'Order', type: 'link', value: 'https://orders.example/77120' },
    { key: 'Danger', type: 'link', value: 'javascript:alert(1)' },
    { key: 'Amount', type: 'money', value: '1249.9 EUR' },
    { key: 'Opened', type: 'date', value: '2026-11-23' },
    { key: 'Calls', type: 'number', value: '1234.5' },
    { key: 'Broken', type: 'date', value: '2026-99-99' },
    { key: '<b>', type: 'text', value: '<img src=x onerror=alert(1)>' },
  ],
  omitted: 9_800,
  leftOut: ['Plan'],
};
/** A consultation about the e-mail, which goes on. */
export const CONSULTATION = sampleSession({ parent: PARENT });

/** The text as it is seen, without the line breaks of the template. */
export const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim();
/** The value of a field of the case data. */
export const valueOf = (desk: Desk<HTMLElement>, key: string) =>
  textOf(
    deepElements(desk.element.shadowRoot!)
      .find((element) => element.matches('.field') && textOf(element.querySelector('dt')!) === key)!
      .querySelector('dd')!,
  );
