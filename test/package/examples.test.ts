import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Prosody } from '../../demo/prosody.ts';
import { chromiumForPages } from '../fixtures/chromium.ts';
import { installWidget, packWidget, ROOT, run } from './packed-widget.ts';
import { serveFolders, type WidgetSite } from './widget-site.ts';

const EXAMPLES = {
  plain: [],
  react: ['react', 'react-dom', 'scheduler', 'vite'],
  vue: ['vue', '@vue', 'vite'],
  'strict-csp': ['esbuild'],
  'trusted-types': [],
} as const;
type Example = keyof typeof EXAMPLES;
const BUILT: Partial<Record<Example, string>> = { react: 'dist', vue: 'dist', 'strict-csp': 'dist' };
const USERNAMES = ['bob', 'plain', 'react', 'vue', 'strict-csp', 'trusted-types'];

/** Each example, built from the packed widget as its own package.json says, signs in and sends its first message. */
describe('the examples', () => {
  let folder: string;
  let prosody: Prosody;
  let site: WidgetSite;
  let browser: Browser;
  let bob: Page;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backchannel-examples-'));
    await packWidget();
    const members = USERNAMES.map((name) => ({ jid: `${name}@localhost`, name: `Agent ${name}` }));
    const accounts = USERNAMES.map((username) => ({ username, password: username }));
    const starting = Prosody.start({ folder: join(folder, 'prosody'), accounts, groups: [{ name: 'Team', members }] });
    for (const [name, packages] of Object.entries(EXAMPLES)) {
      await cp(join(ROOT, 'examples', name), join(folder, name), { recursive: true });
      await installWidget(join(folder, name), packages);
      if (BUILT[name as Example]) await run('npm', ['run', '--silent', 'build'], { cwd: join(folder, name), env: buildEnvironment() });
    }
    prosody = await starting;
    const names = Object.keys(EXAMPLES) as Example[];
    const policies = await Promise.all(
      (['strict-csp', 'trusted-types'] as const).map(async (name) => [
        `/${name}/`,
        (await readFile(join(folder, name, 'policy.txt'), 'utf8')).trim(),
      ]),
    );
    site = await serveFolders(
      Object.fromEntries(names.map((name) => [`/${name}/`, join(folder, name, BUILT[name] ?? '')])),
      Object.fromEntries(policies),
    );
    browser = await chromium.launch(chromiumForPages);
    bob = await signedIn('plain', 'bob');
  });

  after(async () => {
    await browser?.close();
    await Promise.all([site?.stop(), prosody?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  async function signedIn(example: Example, username: string): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    const violations: string[] = [];
    page.on('console', (message) => void (/violates|Refused/.test(message.text()) && violations.push(message.text())));
    await page.goto(`${site.origin}/${example}/index.html`);
    await page.getByRole('textbox', { name: 'Address' }).fill(`${username}@localhost`);
    await page.getByLabel('Password').fill(username);
    await page.getByRole('textbox', { name: /^Server/ }).fill(prosody.websocket);
    await page.getByRole('button', { name: 'Sign In' }).click();
    await page.getByRole('button', { name: 'Actions for Agent' }).first().waitFor();
    assert.deepEqual(violations, []);
    return page;
  }

  it('begin with the page that the README, the document for CRM developers and the package’s own README show', async () => {
    const page = await readFile(join(ROOT, 'examples/plain/index.html'), 'utf8');
    for (const path of ['README.md', 'docs/embedding.md', 'docs/widget/README.md'])
      assert.ok((await readFile(join(ROOT, path), 'utf8')).includes(`\`\`\`html\n${page}\`\`\``), path);
  });

  for (const example of Object.keys(EXAMPLES) as Example[]) {
    it(`${example}: an agent signs in, and a colleague has the first message`, async () => {
      const page = await signedIn(example, example);
      await page.getByRole('button', { name: 'Actions for Agent bob' }).click();
      await page.getByRole('menuitem', { name: 'Send an Instant Message to Agent bob' }).click();
      await bob
        .getByRole('alertdialog', { name: `Instant message from Agent ${example}` })
        .getByRole('button', { name: 'Accept' })
        .click();
      await page.getByRole('textbox', { name: 'Message' }).fill(`Hello from ${example}`);
      await page.keyboard.press('Enter');
      await bob.getByRole('log', { name: 'Transcript' }).getByText(`Hello from ${example}`).waitFor();
      const leave = page.getByRole('button', { name: 'Leave', exact: true });
      if (await leave.count()) {
        // The framework takes the component away and brings it back; the agent is still signed in.
        await leave.click();
        await page.locator('backchannel-workspace').waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Open', exact: true }).click();
        await page.getByRole('textbox', { name: 'Message' }).waitFor();
      }
      await page.context().close();
    });
  }
});

/** As in a shell, without what tells npm's children of the command that runs these tests. */
function buildEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_') && !name.startsWith('NODE_')));
}
