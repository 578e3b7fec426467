import type { Frame, Page } from '@playwright/test';
import type { TestAgent } from '../fixtures/agents.ts';
import { type CrmSite, dispatch, heardBy, request } from '../fixtures/crm-page.ts';
import { dockTest as base, focusInDock, openDock, signInOwnPage } from '../fixtures/dock-test.ts';
import { expect } from '../fixtures/e2e.ts';
import { installExtension, stopBackground } from '../fixtures/extension.ts';
import { expectStatus, notification, say, transcript } from '../fixtures/im.ts';

/** Two origins are allowed. */
const test = base.extend<object>({
  extension: async ({}, use) => {
    const extension = await installExtension({ grantedHosts: ['http://localhost/*', 'http://127.0.0.1/*'] });
    await use(extension);
    await extension.uninstall();
  },
});

const MAIL = {
  id: 'mail-1',
  media: 'email',
  contact: { name: 'Maria Lindqvist' },
  caseData: [{ key: 'Topic', value: 'Invoice 20931 doubled' }, { key: 'Plan', value: 'Business 20' }, { key: 'Card', value: '4111 1111 1111 1111' }],
}; // prettier-ignore
const TAB = 'E-mail, Maria Lindqvist';

const caseField = (view: Page | Frame, key: string) => view.getByRole('tabpanel', { name: 'Case Data' }).locator('.field').filter({ has: view.getByText(key, { exact: true }) });

/** What the page was told of its interactions. */
const told = async (page: Page) => (await heardBy(page)).filter(({ name }) => /^(consultation|case-data|interaction)-/.test(name));
const namesTold = async (page: Page) => (await told(page)).map(({ name }) => name);

async function startConsultation(view: Page | Frame, target: TestAgent): Promise<void> {
  await view.getByRole('button', { name: 'Start Consultation', exact: true }).click();
  await view.getByRole('button', { name: `Actions for ${target.name}` }).click();
  await view.getByRole('menuitem', { name: `Start Instant Message Consultation with ${target.name}` }).click();
  await expectStatus(view, target, 'Not Connected');
}

async function ask(view: Page | Frame, target: TestAgent, text: string): Promise<void> {
  await startConsultation(view, target);
  await say(view, text);
}

/** The page has opened its e-mail, and the dock shows it. */
async function openMail(crm: CrmSite, extension: Parameters<typeof openDock>[0]) {
  const opened = await openDock(extension, crm.url('localhost'));
  expect(await request(opened.page, 'open-interaction', MAIL)).toEqual({});
  await opened.dock.press('Open Backchannel');
  const frame = await opened.dock.frame();
  await frame.getByRole('button', { name: 'Maria Lindqvist' }).or(frame.getByRole('tab', { name: TAB })).first().click();
  return { ...opened, frame };
}

test('a consultation by mouse: the page is told of all of it, with what was said, and nothing is lost while it is away', async ({ extension, crm, site, openDesk, team: { a, b } }) => {
  await signInOwnPage(extension, a, site.websocket);
  const ben = await openDesk(b);
  const { page, frame } = await openMail(crm, extension);
  await expect(caseField(frame, 'Topic')).toContainText('Invoice 20931 doubled');
  await ask(frame, b, 'Is it a duplicate?');
  await expect.poll(() => namesTold(page)).toEqual(['consultation-started']);
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expect(caseField(ben, 'Card')).toContainText('•••• •••• •••• 1111');
  await say(ben, 'No, it is pro rata.');
  await expect(transcript(frame)).toContainText('No, it is pro rata.');
  expect(await request(page, 'update-interaction', { id: 'mail-1', caseData: [{ key: 'Plan', value: 'Business 50' }] })).toEqual({});
  await expect(caseField(ben, 'Plan')).toContainText(/Business 50 · changed/);
  await expect.poll(() => namesTold(page)).toEqual(['consultation-started', 'consultation-accepted']);
  for (const { detail } of await told(page)) expect(await request(page, 'take-event', { eventId: detail.eventId })).toEqual({});

  // The page is away when it is done, and the background is stopped in between.
  const own = await extension.context.newPage();
  await page.goto('about:blank');
  await own.goto(extension.url('workspace.html'));
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
  expect(heard.find(({ name }) => name === 'consultation-ended')?.detail).toMatchObject({ interactionId: 'mail-1', peer: b.jid, reason: 'ended-here' });
  expect(done).toEqual({
    eventId: expect.any(String), interactionId: 'mail-1', sessionId: expect.any(String), peer: b.jid, at: expect.any(Number), isTranscriptCut: false,
    transcript: [{ at: expect.any(Number), author: a.jid, text: 'Is it a duplicate?' }, { at: expect.any(Number), author: b.jid, text: 'No, it is pro rata.' }],
  }); // prettier-ignore

  // Told again until it is taken, and not after.
  await page.reload();
  await dispatch(page, 'hello');
  await expect.poll(async () => (await told(page)).map(({ detail }) => detail.eventId)).toContain(done?.eventId);
  for (const { detail } of await told(page)) await request(page, 'take-event', { eventId: detail.eventId });
  await page.reload();
  await dispatch(page, 'hello');
  expect(await request(page, 'close-interaction', { id: 'mail-1' })).toEqual({});
  expect(await told(page)).toEqual([]);
});

test('a consultation by keyboard in the dock', async ({ extension, crm, site, openDesk, team: { a, b } }) => {
  await signInOwnPage(extension, a, site.websocket);
  const ben = await openDesk(b);
  const { page, frame } = await openMail(crm, extension);
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
  await expect(notification(ben, a)).toContainText('Is it a duplicate?');
  await ben.keyboard.press('F6');
  await ben.keyboard.press('Enter');
  await expectStatus(frame, b, 'Connected');
  await expect.poll(() => namesTold(page)).toEqual(['consultation-started', 'consultation-accepted']);
});

test("an origin's interactions are its own: another one can neither change nor close them, nor is it told of them", async ({ extension, crm, site, openDesk, team: { a, b } }) => {
  await signInOwnPage(extension, a, site.websocket);
  await openDesk(b);
  const { page, frame } = await openMail(crm, extension);
  const { page: other } = await openDock(extension, crm.url('127.0.0.1'));
  expect(await request(other, 'update-interaction', { id: 'mail-1', contact: { name: 'Mallory' } })).toEqual({ refused: 'unknown-interaction' });
  expect(await request(other, 'close-interaction', { id: 'mail-1' })).toEqual({});
  // Under the same id it is another one; an owner can't be given.
  expect(await request(other, 'open-interaction', { ...MAIL, media: 'chat', contact: { name: 'Mallory' }, owner: { origin: new URL(page.url()).origin, id: 'mail-1' } })).toEqual({});
  await expect(frame.getByRole('tab', { name: 'Chat, Mallory' })).toBeVisible();
  await expect(frame.getByRole('tab', { name: TAB })).toBeVisible();
  await ask(frame, b, 'Is it a duplicate?');
  await expect.poll(() => namesTold(page)).toEqual(['consultation-started']);
  const [started] = await told(page);
  expect(await request(other, 'take-event', { eventId: started?.detail.eventId })).toEqual({});
  await dispatch(other, 'hello');
  await request(other, 'close-interaction', { id: 'mail-1' });
  expect(await namesTold(other)).toEqual([]);
  await expect(frame.getByRole('tab', { name: TAB })).toBeVisible();
  await page.reload();
  await dispatch(page, 'hello');
  await expect.poll(async () => (await told(page)).map(({ detail }) => detail.eventId)).toContain(started?.detail.eventId);
});

test('two interactions of a page are in the main window, the popup and the dock, and outlive a stopped background', async ({ extension, crm, site, team: { a } }) => {
  await signInOwnPage(extension, a, site.websocket);
  const { page, dock } = await openDock(extension, crm.url('localhost'));
  await stopBackground(extension);
  const [mail, call] = await Promise.all([request(page, 'open-interaction', MAIL), request(page, 'open-interaction', { id: 'call-7', media: 'voice', contact: { name: 'Jan Novak' } })]);
  expect([mail, call]).toEqual([{}, {}]);
  await stopBackground(extension);
  expect(await request(page, 'update-interaction', { id: 'call-7', status: 'held' })).toEqual({});
  await dock.press('Open Backchannel');
  const frame = await dock.frame();
  const own = await extension.context.newPage();
  await own.goto(extension.url('workspace.html'));
  await own.getByRole('tab', { name: TAB }).click();
  await expect(caseField(own, 'Topic')).toContainText('Invoice 20931 doubled');
  const popup = await extension.context.newPage();
  await popup.goto(extension.url('popup.html'));
  await expect(frame.getByRole('tab', { name: TAB })).toBeVisible();
  await expect(frame.getByRole('tab', { name: 'Voice, Jan Novak' })).toBeVisible();
  for (const view of [own, popup]) {
    await expect(view.getByRole('button', { name: 'Maria Lindqvist' })).toBeVisible();
    await expect(view.getByRole('button', { name: /Jan Novak.*On hold/ })).toBeVisible();
  }
  await request(page, 'close-interaction', { id: 'call-7' });
  for (const view of [own, popup]) await expect(view.getByRole('button', { name: 'Jan Novak' })).toHaveCount(0);
  await expect(frame.getByRole('tab', { name: 'Voice, Jan Novak' })).toHaveCount(0);
});

test('the page closes its interaction in mid-consultation: the IM goes on, and the page is still told', async ({ extension, crm, site, openDesk, team: { a, b } }) => {
  await signInOwnPage(extension, a, site.websocket);
  const ben = await openDesk(b);
  const { page, frame } = await openMail(crm, extension);
  await ask(frame, b, 'A moment?');
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(frame, b, 'Connected');
  await request(page, 'close-interaction', { id: 'mail-1' });
  await expect(transcript(ben)).toContainText('The interaction with the contact was closed');
  await say(ben, 'Still here.');
  await expect(transcript(frame)).toContainText('Still here.');
  await ben.getByRole('button', { name: 'End Session' }).click();
  await expect.poll(() => told(page)).toContainEqual({ name: 'consultation-ended', detail: expect.objectContaining({ interactionId: 'mail-1', reason: 'ended-by-peer' }) });
});

test('cancelled before the first message, rejected, and timed out beside another that goes on', async ({ extension, crm, site, openDesk, team: { a, b, c } }) => {
  await signInOwnPage(extension, a, site.websocket);
  const [ben, cleo] = await Promise.all([openDesk(b), openDesk(c)]);
  const { page, frame } = await openMail(crm, extension);
  const mail = frame.getByRole('tab', { name: TAB });
  await startConsultation(frame, b);
  await frame.getByRole('button', { name: 'Mark Done' }).click();
  await expect(frame.getByRole('tab', { name: b.logon })).toHaveCount(0);

  await ask(frame, b, 'A moment?');
  await notification(ben, a).getByRole('button', { name: 'Reject' }).click();
  await expect(transcript(frame)).toContainText(`${b.logon} rejected your invitation`);
  await frame.getByRole('button', { name: 'Mark Done' }).click();

  await mail.click();
  await ask(frame, c, 'And you?');
  await notification(cleo, a).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(frame, c, 'Connected');
  await frame.evaluate(() => document.querySelector('backchannel-workspace')?.workspace?.commands.changeSettings({ invitationTimeoutMs: 2_000 }));
  await mail.click();
  await ask(frame, b, 'Now?');
  await expect(transcript(frame)).toContainText(/didn.t answer/);
  await expect(frame.getByRole('tablist', { name: 'Interactions' }).getByRole('tab')).toContainText(['Maria Lindqvist', c.logon, b.logon]);
  await expect(cleo.getByRole('tabpanel', { name: 'Case Data' })).toContainText('Invoice 20931 doubled');

  // Of the one that was cancelled there was nothing to tell.
  await expect
    .poll(async () => (await told(page)).map(({ name, detail }) => [name, detail.peer, detail.reason]))
    .toEqual([
      ['consultation-started', b.jid, undefined],
      ['consultation-ended', b.jid, 'rejected'],
      ['consultation-done', b.jid, undefined],
      ['consultation-started', c.jid, undefined],
      ['consultation-accepted', c.jid, undefined],
      ['consultation-started', b.jid, undefined],
      ['consultation-ended', b.jid, 'no-answer'],
    ]);
});

test('the agent changes an editable value by keyboard: the page is told, and the colleague sees it', async ({ extension, crm, site, openDesk, team: { a, b } }) => {
  await signInOwnPage(extension, a, site.websocket);
  const ben = await openDesk(b);
  const { page, frame } = await openMail(crm, extension);
  await request(page, 'update-interaction', { id: 'mail-1', caseData: [{ key: 'Topic', value: 'Invoice' }, { key: 'Plan', value: 'Basic', isEditable: true }, { key: 'Card', value: '4111 1111 1111 1111', isEditable: true }] });
  await ask(frame, b, 'A moment?');
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expect(caseField(ben, 'Plan')).toContainText('Basic');
  await expect(ben.getByRole('button', { name: /^Edit / })).toHaveCount(0);
  await frame.getByRole('tab', { name: TAB }).click();
  await expect(frame.getByRole('button', { name: 'Edit Topic' })).toHaveCount(0);
  await focusInDock(frame.getByRole('button', { name: 'Edit Plan' }));
  await page.keyboard.press('Enter');
  await expect(frame.getByRole('textbox', { name: 'Plan' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(frame.getByRole('button', { name: 'Edit Plan' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Business 50');
  await page.keyboard.press('Enter');
  await expect(frame.getByRole('button', { name: 'Edit Plan' })).toBeFocused();
  await expect(caseField(frame, 'Plan')).toContainText('Business 50');
  await expect(caseField(ben, 'Plan')).toContainText(/Business 50 · changed/);
  await expect.poll(() => told(page)).toContainEqual({ name: 'case-data-changed', detail: { eventId: expect.any(String), interactionId: 'mail-1', key: 'Plan', value: 'Business 50', at: expect.any(Number) } });
});

test('an interaction whose page does not close it is closed by the agent: the page is told when it comes', async ({ extension, crm, site, team: { a } }) => {
  await signInOwnPage(extension, a, site.websocket);
  const { page, frame } = await openMail(crm, extension);
  await frame.getByRole('button', { name: 'Close Interaction' }).click();
  await frame.getByRole('alertdialog').getByRole('button', { name: 'Close Interaction' }).click();
  await expect(frame.getByRole('tab', { name: TAB })).toHaveCount(0);
  await expect.poll(() => namesTold(page)).toEqual(['interaction-closed']);
  await page.reload();
  await dispatch(page, 'hello');
  await expect.poll(() => told(page)).toContainEqual({ name: 'interaction-closed', detail: expect.objectContaining({ interactionId: 'mail-1' }) });
  expect(await request(page, 'update-interaction', { id: 'mail-1', status: 'held' })).toEqual({ refused: 'unknown-interaction' });
});

test('what a page gives is checked, and it is told what is too much', async ({ extension, crm, site, team: { a } }) => {
  await signInOwnPage(extension, a, site.websocket);
  const { page } = await openDock(extension, crm.url('localhost'));
  const many = Array.from({ length: 300 }, (_, index) => ({ key: `Key ${index}`, value: 'x'.repeat(2_500) }));
  expect(await request(page, 'open-interaction', { ...MAIL, caseData: many })).toEqual({});
  expect(await request(page, 'open-interaction', { ...MAIL, caseData: [{ key: 'Log', value: 'x'.repeat(1_000_000) }] })).toEqual({ refused: 'too-large' });
  for (const wrong of [{ media: 'fax' }, { contact: 'Maria' }, { caseData: 'none' }, { status: 'away' }]) {
    expect(await request(page, 'open-interaction', { ...MAIL, ...wrong })).toEqual({ refused: 'invalid-argument' });
  }
  expect(await request(page, 'update-interaction', { id: 'not there', status: 'held' })).toEqual({ refused: 'invalid-argument' });
  expect(await request(page, 'update-interaction', { id: 'not-there', status: 'held' })).toEqual({ refused: 'unknown-interaction' });
  const results = await Promise.all(Array.from({ length: 120 }, (_, index) => request(page, 'update-interaction', { id: 'mail-1', contact: { name: `Maria ${index}` } })));
  expect(results.some(({ refused }) => refused === 'too-many-requests')).toBe(true);
  expect(results.filter(({ refused }) => refused === undefined).length).toBeGreaterThan(80);
});
