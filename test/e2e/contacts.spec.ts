import type { Page } from '@playwright/test';
import type { ContactHistorySlice, ContactSlice, QueryOf } from '../../src/channel/contract.ts';
import { expect, test } from '../fixtures/e2e.ts';

type Query = QueryOf<'contact'> | QueryOf<'contact-history'>;

const OF_MAIL = { of: 'interaction', id: 'mail-1' } as const;

/** What a view that follows the query shows once nothing is being read any more. */
async function shownBy<T extends ContactSlice | ContactHistorySlice>(page: Page, query: Query): Promise<T> {
  return page.evaluate(
    (asked) =>
      new Promise<T>((resolve) => {
        const unfollow = workspace.subscribe(asked, (slice) => {
          if ((slice as T).isReading) return;
          setTimeout(() => unfollow());
          resolve(slice as T);
        });
      }),
    query,
  );
}

test('a page brings the contacts itself: what it answers is checked', async ({ openDesk, team: { a } }) => {
  const asked: unknown[] = [];
  const contact = {
    id: 'crm-7',
    access: { by: 'team' },
    name: 'Maria <b>Lindqvist</b>',
    company: '',
    numbers: [],
    emails: [],
    addresses: [],
    notes: '',
    attributes: [],
  };
  const anna = await openDesk(a, {
    contacts: {
      address: 'source',
      token: () => Promise.reject(new Error('nobody needs a token')),
      source: (name, inputs) => {
        asked.push([name, ...inputs]);
        return name === 'readContact' && inputs[0] === 'crm-7' ? contact : { items: 'many' };
      },
    },
  });
  await anna.evaluate(() =>
    workspace.openInteraction({ id: 'mail-1', media: 'email', contact: { name: 'Maria Lindqvist', id: 'crm-7' }, caseData: [] }),
  );
  expect((await shownBy<ContactSlice>(anna, { kind: 'contact', ...OF_MAIL })).contact?.name).toBe('Maria <b>Lindqvist</b>');
  const history: QueryOf<'contact-history'> = {
    kind: 'contact-history',
    ...OF_MAIL,
    search: '',
    media: [],
    statuses: [],
    sort: 'start',
    order: 'desc',
    first: 0,
    count: 20,
  };
  expect(await shownBy<ContactHistorySlice>(anna, history)).toMatchObject({ total: 0, problem: 'nonsense', isComplete: false });
  expect(asked).toContainEqual(['searchHistory', 'crm-7', { limit: 100 }]);
});
