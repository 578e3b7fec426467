import type { Frame, Page } from '@playwright/test';
import { dispatch, heardBy, request } from '../fixtures/crm-page.ts';
import { dockTest as test, focusInDock, openDock, signInOwnPage } from '../fixtures/dock-test.ts';
import { expect } from '../fixtures/e2e.ts';
import { stopBackground } from '../fixtures/extension.ts';
import { transcript } from '../fixtures/im.ts';

const MAIL = {
  id: 'mail-1',
  media: 'email',
  contact: { name: 'Maria Lindqvist' },
  caseData: [
    { key: 'Topic', value: 'Invoice 20931 doubled' },
    { key: 'Plan', value: 'Business 20' },
    { key: 'Card', value: '4111 1111 1111 1111' },
  ],
};
const TAB = 'E-mail, Maria Lindqvist';

const caseField = (view: Page | Frame, key: string) =>
  view
    .getByRole('tabpanel', { name: 'Case Data' })
    .locator('.field')
    .filter({ has: view.getByText(key, { exact: true }) });

/** A field of the case data, in the element that shares it with the colleague. */
const fieldOf = (key: string, value: string) => new RegExp(`<field\\b[^>]*key=['"]${key}['"][^>]*>${value}`);

/** What the page was told of its interactions. */
const told = async (page: Page) => (await heardBy(page)).filter(({ name }) => /^(consultation|case-data|interaction)-/.test(name));
const namesTold = async (page: Page) => (await told(page)).map(({ name }) => name);

test('two interactions of a page are in the dock, the main window and the popup, and outlive a stopped background; the page is told of all of a consultation by keyboard, with what was said, and nothing is lost while it is away; page and agent close them', async ({
  extension,
  crm,
  site,
  signInColleague,
  team: { a, b },
}) => {
  await signInOwnPage(extension, a, site.websocket);
  const ben = await signInColleague(b);
  const { page, dock } = await openDock(extension, crm.url('localhost'));
  await stopBackground(extension);
  const [mail, call] = await Promise.all([
    request(page, 'open-interaction', MAIL),
    request(page, 'open-interaction', { id: 'call-7', media: 'voice', contact: { name: 'Jan Novak' } }),
  ]);
  expect([mail, call]).toEqual([{}, {}]);
  await stopBackground(extension);
  expect(await request(page, 'update-interaction', { id: 'call-7', status: 'held' })).toEqual({});
  expect(await request(page, 'open-interaction', { ...MAIL, media: 'fax' })).toEqual({ refused: 'invalid-argument' });
  await dock.press('Open Backchannel');
  const frame = await dock.frame();
  await frame.getByRole('tab', { name: TAB }).click();
  await expect(caseField(frame, 'Topic')).toContainText('Invoice 20931 doubled');
  await focusInDock(frame.getByRole('button', { name: 'Start Consultation', exact: true }));
  await page.keyboard.press('Enter');
  await expect(frame.getByRole('combobox', { name: 'Search internal targets' })).toBeFocused();
  await page.keyboard.type('baker');
  await page.keyboard.press('Shift+F10');
  await expect(frame.getByRole('menuitem', { name: `Start Instant Message Consultation with ${b.name}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(frame.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await page.keyboard.type('Is it a duplicate?');
  await page.keyboard.press('Enter');
  await expect.poll(() => namesTold(page)).toEqual(['consultation-started']);
  const invitation = await ben.accept(a);
  expect(invitation).toContain('Is it a duplicate?');
  expect(invitation).toMatch(fieldOf('Card', '•••• •••• •••• 1111'));
  ben.say(a, 'No, it is pro rata.');
  await expect(transcript(frame)).toContainText('No, it is pro rata.');
  await expect.poll(() => namesTold(page)).toEqual(['consultation-started', 'consultation-accepted']);

  // The page changes a value, and then the agent does.
  expect(
    await request(page, 'update-interaction', {
      id: 'mail-1',
      caseData: [
        { key: 'Topic', value: 'Invoice' },
        { key: 'Plan', value: 'Basic', isEditable: true },
      ],
    }),
  ).toEqual({});
  await ben.shown(a, fieldOf('Plan', 'Basic'));
  await frame.getByRole('tab', { name: TAB }).click();
  await expect(frame.getByRole('button', { name: 'Edit Topic' })).toHaveCount(0);
  await focusInDock(frame.getByRole('button', { name: 'Edit Plan' }));
  await page.keyboard.press('Enter');
  await expect(frame.getByRole('textbox', { name: 'Plan' })).toBeFocused();
  await page.keyboard.type('Business 50');
  await page.keyboard.press('Enter');
  await expect(frame.getByRole('button', { name: 'Edit Plan' })).toBeFocused();
  await expect(caseField(frame, 'Plan')).toContainText('Business 50');
  await ben.shown(a, fieldOf('Plan', 'Business 50'));
  await expect
    .poll(() => told(page))
    .toContainEqual({
      name: 'case-data-changed',
      detail: { eventId: expect.any(String), interactionId: 'mail-1', key: 'Plan', value: 'Business 50', at: expect.any(Number) },
    });
  for (const { detail } of await told(page)) expect(await request(page, 'take-event', { eventId: detail.eventId })).toEqual({});

  // The page is away when the consultation is done, and the background is stopped in between.
  const own = await extension.context.newPage();
  await page.goto('about:blank');
  await own.goto(extension.url('workspace.html'));
  const popup = await extension.context.newPage();
  await popup.goto(extension.url('popup.html'));
  for (const view of [own, popup]) {
    await expect(view.getByRole('button', { name: 'Maria Lindqvist' })).toBeVisible();
    await expect(view.getByRole('button', { name: /Jan Novak.*On hold/ })).toBeVisible();
  }
  await popup.close();
  await own.getByRole('tab', { name: b.logon }).click();
  await own.getByRole('button', { name: 'End Session' }).click();
  await own.getByRole('button', { name: 'Mark Done' }).click();
  await expect(own.getByRole('tab', { name: b.logon })).toHaveCount(0);
  await own.close();
  await stopBackground(extension);
  await page.goto(crm.url('localhost'));
  await dispatch(page, 'hello');
  await expect.poll(() => namesTold(page)).toContain('consultation-done');
  const heard = await told(page);
  const done = heard.find(({ name }) => name === 'consultation-done')?.detail;
  expect(heard.find(({ name }) => name === 'consultation-ended')?.detail).toMatchObject({
    interactionId: 'mail-1',
    peer: b.jid,
    reason: 'ended-here',
  });
  expect(done).toEqual({
    eventId: expect.any(String),
    interactionId: 'mail-1',
    sessionId: expect.any(String),
    peer: b.jid,
    at: expect.any(Number),
    isTranscriptCut: false,
    transcript: [
      { at: expect.any(Number), author: a.jid, text: 'Is it a duplicate?' },
      { at: expect.any(Number), author: b.jid, text: 'No, it is pro rata.' },
    ],
  });

  // The page is told of an event again until it has taken it.
  await page.reload();
  await dispatch(page, 'hello');
  await expect.poll(async () => (await told(page)).map(({ detail }) => detail.eventId)).toContain(done?.eventId);
  for (const { detail } of await told(page)) await request(page, 'take-event', { eventId: detail.eventId });
  await page.reload();
  await dispatch(page, 'hello');
  expect(await request(page, 'update-interaction', { id: 'call-7', status: 'held' })).toEqual({});
  expect(await told(page)).toEqual([]);

  // The agent can retrieve a contact whom the page has put on hold as soon as the page offers that.
  const reloaded = await dock.frame();
  await reloaded.getByRole('tab', { name: /^Voice, Jan Novak/ }).click();
  await expect(reloaded.getByRole('button', { name: 'Retrieve', exact: true })).toHaveCount(0);
  expect(await request(page, 'offer-telephony', {})).toEqual({});
  await reloaded.getByRole('button', { name: 'Retrieve', exact: true }).click();
  const asked = async () => (await heardBy(page)).filter(({ name }) => name === 'retrieve');
  await expect.poll(asked).toEqual([{ name: 'retrieve', detail: { requestId: expect.any(String), interactionId: 'call-7' } }]);
  const [question] = await asked();
  await dispatch(page, 'telephony-result', { requestId: question?.detail.requestId, isDone: true });
  await expect(reloaded.getByRole('button', { name: 'Hold', exact: true })).toBeVisible();

  expect(await request(page, 'close-interaction', { id: 'call-7' })).toEqual({});
  await expect(reloaded.getByRole('tab', { name: /^Voice, Jan Novak/ })).toHaveCount(0);
  await reloaded.getByRole('tab', { name: TAB }).click();
  await reloaded.getByRole('button', { name: 'Close Interaction' }).click();
  await reloaded.getByRole('alertdialog').getByRole('button', { name: 'Close Interaction' }).click();
  await expect(reloaded.getByRole('tab', { name: TAB })).toHaveCount(0);
  await expect.poll(() => namesTold(page)).toEqual(['interaction-closed']);
  expect(await request(page, 'update-interaction', { id: 'mail-1', status: 'held' })).toEqual({ refused: 'unknown-interaction' });
});
