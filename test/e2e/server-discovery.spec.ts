import { createServer } from 'node:http';
import type { Browser, Page } from '@playwright/test';
import type { TestAgent } from '../fixtures/agents.ts';
import { waitUntilConnected } from '../fixtures/desk.ts';
import { expect, test as base } from '../fixtures/e2e.ts';
import { TlsFront } from '../fixtures/tls-front.ts';

interface Fixtures {
  /** The web server of the agents' domain. */
  readonly front: TlsFront;
  /** The address of a usable host-meta without TLS. */
  readonly insecure: string;
  /** A browser that finds it there and trusts it. */
  readonly trusting: Browser;
}

const test = base.extend<Fixtures>({
  front: async ({ site }, use) => {
    const front = await TlsFront.start(site.websocket);
    await use(front);
    await front.stop();
  },
  insecure: async ({ front }, use) => {
    const server = createServer((_request, response) => response.setHeader('Access-Control-Allow-Origin', '*').end(json(front.websocket)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('The server did not start.');
    await use(`http://127.0.0.1:${address.port}/`);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
  trusting: async ({ playwright, launchOptions, front }, use) => {
    const browser = await playwright.chromium.launch({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), ...front.chromiumArguments],
    });
    await use(browser);
    await browser.close();
  },
});

const JSON_PATH = '/.well-known/host-meta.json';
const XML_PATH = '/.well-known/host-meta';

const json = (...services: readonly string[]) =>
  JSON.stringify({ links: services.map((href) => ({ rel: 'urn:xmpp:alt-connections:websocket', href })) });

/** Answers with a document or a redirection as these paths say, and else that there is nothing. */
function serve(front: TlsFront, answers: Readonly<Record<string, string | URL>>, isForPages: boolean): void {
  front.answer = (request, response) => {
    // XEP-0156 3.1: pages of every origin may read it.
    if (isForPages) response.setHeader('Access-Control-Allow-Origin', '*');
    const answer = answers[request.url ?? ''];
    if (answer instanceof URL) response.writeHead(302, { Location: answer.href }).end();
    else response.writeHead(answer === undefined ? 404 : 200).end(answer);
  };
}

async function signIn(page: Page, agent: TestAgent, server = ''): Promise<void> {
  await page.getByRole('textbox', { name: 'Address' }).fill(agent.jid);
  await page.getByLabel('Password').fill(agent.password);
  await page.getByRole('textbox', { name: /^Server/ }).fill(server);
  await page.getByRole('button', { name: 'Sign In' }).click();
}

// What a host-meta may say, and what leads nowhere, is told in test/process/host-meta.
test('the server is found by the domain, but not where the browser doesn’t let the page read its host-meta, or anybody could have changed it', async ({
  front,
  insecure,
  trusting,
  openDesk,
  team: { a },
}) => {
  const page = await openDesk(a, { in: await trusting.newContext({ locale: 'en-GB' }), isSignedOut: true });
  const usable = json(front.websocket);
  const elsewhere = new URL(insecure);
  for (const [what, answers, isForPages, words] of [
    ['is missing', {}, true, /No messaging server was found.*enter the server's address yourself/],
    ['names an insecure server', { [JSON_PATH]: json('ws://chat.example/xmpp-websocket') }, true, /isn't encrypted.*wss:/],
    ['is not for pages to read', { [JSON_PATH]: usable, [XML_PATH]: usable }, false, /No messaging server was found/],
    ['is redirected', { [JSON_PATH]: elsewhere, [XML_PATH]: elsewhere }, true, /No messaging server was found/],
  ] as const) {
    await test.step(`a host-meta that ${what}`, async () => {
      serve(front, answers, isForPages);
      // Until it knows better, the form says nothing of the attempt before.
      await signIn(page, a);
      await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
    });
  }
  expect(front.requests).not.toContain(new URL(front.websocket).pathname);

  front.requests.length = 0;
  serve(front, { [JSON_PATH]: json('ws://chat.example/xmpp-websocket', front.websocket) }, true);
  await signIn(page, a);
  await waitUntilConnected(page);
  expect(front.requests).toEqual([JSON_PATH, new URL(front.websocket).pathname]);
});

test("a certificate that the browser doesn't trust: nothing is sent, and what to do is said", async ({ front, openDesk, team: { a } }) => {
  const page = await openDesk(a, { isSignedOut: true });
  await signIn(page, a, front.websocket);
  await expect(page.getByRole('alert')).toContainText(/certificate isn't trusted.*password wasn't sent.*ask your administrator/i);
  await expect(page.getByRole('textbox', { name: /^Server/ })).toBeFocused();
  expect(front.requests).toEqual([]);
});
