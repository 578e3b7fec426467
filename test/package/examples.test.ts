import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Prosody } from '../../demo/prosody.ts';
import { chromiumForPages } from '../fixtures/chromium.ts';
import { finishMainJob, isInFull, record } from './main-job.ts';
import { installWidget, packWidget, ROOT, run, TYPE_CHECK } from './packed-widget.ts';
import { serveFolders, type WidgetSite } from './widget-site.ts';

const EXAMPLES = {
  plain: [],
  layout: [],
  react: ['react', 'react-dom', 'scheduler', 'vite', '@types'],
  vue: ['vue', '@vue', 'vite', '@vitejs'],
  svelte: ['svelte', 'esm-env', 'clsx', 'vite', '@sveltejs'],
  'strict-csp': ['esbuild'],
  'trusted-types': [],
  'admin-lte': ['admin-lte'],
  coreui: ['@coreui'],
  tabler: ['@tabler'],
} as const;
type Example = keyof typeof EXAMPLES;
const BUILT: Partial<Record<Example, string>> = { react: 'dist', vue: 'dist', svelte: 'dist', 'strict-csp': 'dist' };
const USERNAMES = ['bob', 'anna', ...Object.keys(EXAMPLES)];
const DECLARATIONS = [
  ...['--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes'],
  ...['--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler', '--types', ''],
];
/** Documents with a few lines that a page of one's own is to have. */
const SHORT = ['embedding', 'embedding-interactions', 'embedding-themes', 'embedding-agents', 'embedding-telephony'];

/** Each example, built from the packed widget as its own package.json says, signs in and sends its first message. */
describe('the examples', () => {
  let folder: string;
  let prosody: Prosody;
  let site: WidgetSite;
  let browser: Browser;
  /** Another browser where the main job is done in full. */
  let bobsBrowser: Browser;
  let bob: Page;
  /** What a page's policy has refused. */
  const violations: string[] = [];

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
    bobsBrowser = isInFull ? await chromium.launch(chromiumForPages) : browser;
    bob = await signedIn('plain', 'bob', bobsBrowser);
  });

  after(async () => {
    await Promise.all([browser?.close(), bobsBrowser?.close()]);
    await Promise.all([site?.stop(), prosody?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  async function signedIn(example: Example, username: string, inBrowser = browser): Promise<Page> {
    const page = await (await inBrowser.newContext({ locale: 'en-GB' })).newPage();
    page.on('console', (message) => void (/violates|Refused/.test(message.text()) && violations.push(message.text())));
    await page.goto(`${site.origin}/${example}/index.html`);
    await page.getByRole('textbox', { name: 'Address' }).fill(`${username}@localhost`);
    await page.getByLabel('Password').fill(username);
    await page.getByRole('textbox', { name: /^Server/ }).fill(prosody.websocket);
    await page.getByRole('button', { name: 'Sign In' }).click();
    await page.getByRole('button', { name: 'Actions for Agent' }).first().waitFor();
    return page;
  }

  it('begin with the page that the README, the document for CRM developers and the package’s own README show', async () => {
    const page = await readFile(join(ROOT, 'examples/plain/index.html'), 'utf8');
    for (const path of ['README.md', 'docs/embedding.md', 'docs/widget/README.md'])
      assert.ok((await readFile(join(ROOT, path), 'utf8')).includes(`\`\`\`html\n${page}\`\`\``), path);
  });

  it('include the layout that the document about elements shows', async () => {
    const page = await readFile(join(ROOT, 'examples/layout/index.html'), 'utf8');
    assert.ok((await readFile(join(ROOT, 'docs/embedding-elements.md'), 'utf8')).includes(`\`\`\`html\n${page}\`\`\``));
  });

  it('have typed elements in React and Vue, and a misspelt property is an error there', async () => {
    await writeFile(
      join(folder, 'react/src/elements.tsx'),
      `import { type EmbeddedWorkspace } from '@backchannel/widget';
export const Layout = ({ workspace }: { workspace: EmbeddedWorkspace }) => (
  <backchannel-provider workspace={workspace} oninteraction-pick={({ detail }) => console.log(detail.of)}>
    <backchannel-im-window session-id="a" style={{ blockSize: 300 }} />
    {/* @ts-expect-error */}
    <backchannel-im-window sessionid={7} />
  </backchannel-provider>
);
`,
    );
    await writeFile(
      join(folder, 'vue/src/Layout.vue'),
      `<script setup lang="ts">
import { type EmbeddedWorkspace } from '@backchannel/widget';
defineProps<{ workspace: EmbeddedWorkspace }>();
</script>
<template>
  <backchannel-provider :workspace="workspace" @interaction-pick="({ detail }) => console.log(detail.of)">
    <backchannel-im-window session-id="a" class="window" />
    <!-- @vue-expect-error -->
    <backchannel-im-window :session-id="7" />
  </backchannel-provider>
</template>
`,
    );
    const check = (example: Example, ...command: string[]) => run(process.execPath, command, { cwd: join(folder, example) });
    await check('react', ...TYPE_CHECK, '-p', '.');
    // Vue's compiler takes several seconds for the packages' declarations; TypeScript's own checks the same ones in a tenth of that.
    await check('vue', join(ROOT, 'node_modules/vue-tsc/bin/vue-tsc.js'), '-p', '.', '--skipLibCheck');
    await check('vue', ...TYPE_CHECK, ...DECLARATIONS, 'node_modules/@backchannel/widget/vue.d.ts');
  });

  it('have as brothers the few lines that documents show, which do as they are printed what is said of them', async () => {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    await writeFile(
      join(folder, 'plain/lines.html'),
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>CRM</title><backchannel-workspace></backchannel-workspace>
<script type="importmap">{ "imports": { "@backchannel/widget": "./node_modules/@backchannel/widget/backchannel.js" } }</script>
<script type="module">
import { openWorkspace } from '@backchannel/widget';
const workspace = document.querySelector('backchannel-workspace').workspace = openWorkspace();
Object.assign(globalThis, { workspace, openWorkspace, softphone: { hold() {}, retrieve() {}, on: () => (globalThis.isFollowed = true) }, getToken: async () => 'a-token' });
</script></html>`,
    );
    const login = { jid: 'anna@localhost', password: 'anna', service: prosody.websocket };
    await page.route('**/messaging-login', (route) => route.fulfill({ json: login }));
    await page.route('**/themes/dracula.json', (route) =>
      route.fulfill({ json: { type: 'dark', colors: { 'editor.background': '#282a36' } } }),
    );
    const said: string[] = [];
    page.on('console', (message) => void said.push(message.text()));
    await page.goto(`${site.origin}/plain/lines.html`);
    await page.waitForFunction('globalThis.workspace');
    for (const name of SHORT) {
      const [, lines = ''] = /^```js\n(.*?)^```$/ms.exec(await readFile(join(ROOT, `docs/${name}.md`), 'utf8')) ?? [];
      await writeFile(join(folder, `plain/${name}.js`), lines);
      // It rejects where a line fails, as with a command that is refused.
      await page.evaluate((module) => import(module), `${site.origin}/plain/${name}.js`);
    }
    await page.getByRole('button', { name: 'Actions for Agent bob' }).waitFor();
    assert.match(said.join(), /^dark /);
    await page.waitForFunction('isFollowed');
    await page.context().close();
  });

  for (const example of Object.keys(EXAMPLES) as Example[]) {
    it(`${example}: an agent signs in, and a colleague has the first message`, async () => {
      const page = await signedIn(example, example);
      record(example, 'the agent is signed in');
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
        await page.locator('backchannel-workspace, backchannel-provider').waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Open', exact: true }).click();
        await page.getByRole('textbox', { name: 'Message' }).waitFor();
      }
      if (isInFull) await finishMainJob(example, page, bob);
      assert.deepEqual(violations.splice(0), []);
      await page.context().close();
    });
  }
});

/** As in a shell, without what tells npm's children of the command that runs these tests. */
function buildEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_') && !name.startsWith('NODE_')));
}
