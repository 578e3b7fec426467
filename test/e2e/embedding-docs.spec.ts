import { readFile } from 'node:fs/promises';
import type { Frame, Page } from '@playwright/test';
import type { TestAgent } from '../fixtures/agents.ts';
import type { Colleague } from '../fixtures/colleague.ts';
import { dockTest as test, signInOwnPage } from '../fixtures/dock-test.ts';
import { Dock } from '../fixtures/dock.ts';
import { expect } from '../fixtures/e2e.ts';
import { stopBackground } from '../fixtures/extension.ts';
import { expectStatus, say, targetRow, transcript } from '../fixtures/im.ts';

/** The whole pages of a document, which one can copy. */
async function pagesOf(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8');
  return [...text.matchAll(/^```html\n(<!doctype html>.*?)^```$/gms)].map(([, page]) => page ?? '');
}

/** The pages that the documents for CRM developers say one can copy. */
async function pagesToCopy(): Promise<Readonly<Record<'widget' | 'softphone' | 'client' | 'bridge' | 'dockSoftphone', string>>> {
  const pages = await Promise.all(['interactions', 'telephony', 'client', 'dock'].map((name) => pagesOf(`docs/embedding-${name}.md`)));
  const [widget, softphone, client, dockSoftphone, bridge, ...others] = pages.flat();
  if (
    widget === undefined ||
    softphone === undefined ||
    client === undefined ||
    bridge === undefined ||
    dockSoftphone === undefined ||
    others.length > 0
  )
    throw new Error('The documents have five whole pages no more.');

  return { widget, softphone, client, bridge, dockSoftphone };
}

/** What the page's own server answers it about the agent of its session. */
async function serveLogin(page: Page, { jid, password }: TestAgent, service: string): Promise<void> {
  await page.route('**/messaging-login', (route) => route.fulfill({ json: { jid, password, service } }));
}

/** The page as a server sends it. */
async function serve(page: Page, url: string, body: string): Promise<void> {
  await page.route(url, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await page.goto(url);
}

/** The agent changes the plan, asks a colleague and is done with it; the page says and keeps all of it. */
async function consult(page: Page, view: Page | Frame, ben: Colleague, a: TestAgent, b: TestAgent, label: string): Promise<void> {
  const said = page.locator('output');
  await view.getByRole('button', { name: `Edit ${label}` }).click();
  await view.getByRole('combobox', { name: label }).selectOption('Business');
  await view.getByRole('button', { name: 'Save' }).click();
  await expect(said).toHaveText('case-data-changed');
  await view.getByRole('button', { name: 'Start Consultation', exact: true }).click();
  await view.getByRole('button', { name: `Actions for ${b.name}` }).click();
  await view.getByRole('menuitem', { name: /^Start Instant Message Consultation/ }).click();
  await expectStatus(view, b, 'Not Connected');
  await say(view, 'Is it a duplicate?');
  await expect(said).toHaveText('consultation-started');
  expect(await ben.accept(a)).toMatch(new RegExp(`<field [^>]*key=['"]${label}['"][^>]*>Business`));
  await expect(said).toHaveText('consultation-accepted');
  ben.say(a, 'No.');
  await expect(transcript(view)).toContainText('No.');
  await view.getByRole('button', { name: 'End Session' }).click();
  await expect(said).toHaveText('consultation-ended');
  await view.getByRole('button', { name: 'Mark Done' }).click();
  await expect(said).toHaveText(`${a.jid}: Is it a duplicate? ${b.jid}: No.`);
  const kept = await page.evaluate(() => Object.values(localStorage).map((event) => (JSON.parse(String(event)) as { name: string }).name));
  expect(kept.sort()).toEqual([
    'case-data-changed',
    'consultation-accepted',
    'consultation-done',
    'consultation-ended',
    'consultation-started',
  ]);
}

/** Hold and Retrieve, in Backchannel and in the page's softphone: each shows in the other. */
async function holdAndRetrieve(page: Page, view: Page | Frame): Promise<void> {
  const said = page.locator('output');
  const row = view.getByRole('button', { name: /Jan Novak/ });
  await expect(said).toHaveText('active');
  await row
    .or(view.getByRole('tab', { name: /Jan Novak/ }))
    .first()
    .click();
  await view.getByRole('button', { name: 'Hold', exact: true }).click();
  await expect(said).toHaveText('held');
  await page.getByRole('button', { name: 'Retrieve it' }).click();
  await view.getByRole('button', { name: 'Hold', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Hold it' }).click();
  await view.getByRole('button', { name: 'Retrieve', exact: true }).click();
  await expect(said).toHaveText('active');
  await page.getByRole('button', { name: 'Contact hangs up' }).click();
  await expect(view.getByRole('button', { name: /^(Hold|Retrieve)$/ })).toHaveCount(0);
}

/** The page asks a colleague, changes what the agent sends, holds back what it doesn't want, and says how things stand. */
async function askByClient(page: Page, ben: Colleague, a: TestAgent, b: TestAgent): Promise<void> {
  const said = page.locator('output');
  await expect(said).toHaveText(`${a.name}: 0 pending, 0 unread`);
  // The page is told who the agent is before the messaging server has said who else is there, and nobody is asked who isn't.
  await expect(targetRow(page, b)).toContainText('Ready');
  await page.getByRole('button', { name: 'Ask Bob' }).click();
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('Can you look at #7?');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  expect(await ben.accept(a)).toContain('Can you look at https://crm.example/cases/7?');
  await expectStatus(page, b, 'Connected');
  await page.getByRole('button', { name: 'End Session' }).click();
  await expect(page.getByText('Name the case first.')).toBeVisible();
  await page.evaluate(() => (document.title = 'Case 7'));
  await page.getByRole('button', { name: 'End Session' }).click();
  await ben.ended(a);
}

test("the widget's page, the one with a softphone and the one with a client work as they stand", async ({
  browser,
  site,
  signInColleague,
  team: { a, b },
}) => {
  const { widget, softphone, client } = await pagesToCopy();
  const ben = await signInColleague(b);
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await serveLogin(page, a, site.websocket);
  await serve(page, `${site.origin}/crm.html`, widget);
  await page.getByRole('button', { name: `Actions for ${b.name}` }).waitFor();
  await page.getByRole('button', { name: 'E-mail from Maria' }).click();
  await page.getByRole('tab', { name: 'E-mail, Maria Lindqvist' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Case Data' })).not.toContainText('Score');
  await consult(page, page, ben, a, b, 'Tariff');
  await page.getByRole('button', { name: 'Close it' }).click();
  await expect(page.getByRole('tab', { name: 'E-mail, Maria Lindqvist' })).toHaveCount(0);

  await serve(page, `${site.origin}/crm.html`, softphone);
  await holdAndRetrieve(page, page);

  await serve(page, `${site.origin}/crm.html`, client.replaceAll(/bob/g, b.logon));
  await askByClient(page, ben, a, b);
  await context.close();
});

test("the bridge's page, and the softphone's with the dock's client, work as they stand, and after the background was stopped", async ({
  extension,
  crm,
  site,
  signInColleague,
  team: { a, b },
}) => {
  const { bridge, dockSoftphone } = await pagesToCopy();
  await signInOwnPage(extension, a, site.websocket);
  const ben = await signInColleague(b);
  const page = await extension.context.newPage();
  await serve(page, crm.url('localhost'), bridge);
  await page.getByRole('button', { name: 'E-mail from Maria' }).click();
  await expect(page.locator('output')).toHaveText('Opened');
  const dock = await Dock.of(page);
  await dock.press('Open Backchannel');
  const frame = await dock.frame();
  await frame.getByRole('tab', { name: 'E-mail, Maria Lindqvist' }).click();
  await consult(page, frame, ben, a, b, 'Plan');
  await page.getByRole('button', { name: 'Close it' }).click();
  await expect(frame.getByRole('tab', { name: 'E-mail, Maria Lindqvist' })).toHaveCount(0);
  await dock.press('Collapse Backchannel');
  await dock.control('Open Backchannel');

  await page.route('**/backchannel/dock-client.js', (route) => route.fulfill({ path: 'dist/embed/dock-client.js' }));
  await serve(page, crm.url('localhost'), dockSoftphone);
  await dock.control(/^Open Backchannel/);
  await stopBackground(extension);
  await dock.press('Open Backchannel');
  await holdAndRetrieve(page, await dock.frame());
});
