import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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
  /** Signs in with address and password alone. */
  readonly signIn: (agent: TestAgent) => Promise<Page>;
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
  signIn: async ({ trusting, openDesk }, use) => {
    await use(async (agent) => {
      const page = await openDesk(agent, { in: await trusting.newContext({ locale: 'en-GB' }), isSignedOut: true });
      await page.getByRole('textbox', { name: 'Address' }).fill(agent.jid);
      await page.getByLabel('Password').fill(agent.password);
      await page.getByRole('button', { name: 'Sign In' }).click();
      return page;
    });
  },
});

const JSON_PATH = '/.well-known/host-meta.json';
const XML_PATH = '/.well-known/host-meta';
const WEBSOCKET_REL = 'urn:xmpp:alt-connections:websocket';
const BOSH = { rel: 'urn:xmpp:alt-connections:xbosh', href: 'https://localhost/bosh' };

const json = (...services: readonly string[]) =>
  JSON.stringify({ links: [BOSH, ...services.map((href) => ({ rel: WEBSOCKET_REL, href }))] });
const xml = (service: string) => `<?xml version="1.0" encoding="utf-8"?>
<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
  <!-- as a server writes it -->
  <Link rel="${BOSH.rel}" href="${BOSH.href}"/>
  <Link rel="${WEBSOCKET_REL}" href="${service}"/>
</XRD>
`;

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** Answers as these paths say, to pages of every origin (XEP-0156 3.1), and else that there is nothing. */
function serve(
  front: TlsFront,
  answers: Readonly<Record<string, string | Answer>>,
  headers: Readonly<Record<string, string>> = { 'Access-Control-Allow-Origin': '*' },
): void {
  front.answer = (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const answer = answers[request.url ?? ''];
    if (typeof answer === 'function') answer(response, request);
    else response.writeHead(answer === undefined ? 404 : 200).end(answer);
  };
}

const redirectTo =
  (location: string): Answer =>
  (response) =>
    response.writeHead(302, { Location: location }).end();

test('the server is found by the domain: by host-meta in JSON, in XML, and after a redirection', async ({
  front,
  signIn,
  team: { a, b, c },
}) => {
  serve(front, { [JSON_PATH]: json('ws://chat.example/xmpp-websocket', front.websocket) });
  await waitUntilConnected(await signIn(a));
  expect(front.requests).toEqual([JSON_PATH, new URL(front.websocket).pathname]);

  serve(front, { [XML_PATH]: xml(front.websocket) });
  await waitUntilConnected(await signIn(b));

  serve(front, { [JSON_PATH]: redirectTo('/elsewhere.json'), '/elsewhere.json': json(front.websocket) });
  await waitUntilConnected(await signIn(c));
});

test('a host-meta that is of no use, or not to be trusted, leads nowhere and is said', async ({ front, insecure, signIn, team: { a } }) => {
  const notFound = /No messaging server was found.*enter the server's address yourself/;
  const usable = json(front.websocket);
  for (const [what, answers, headers, words] of [
    ['is missing', {}, undefined, notFound],
    ['is no document', { [JSON_PATH]: '<html>', [XML_PATH]: '<html><body></html>' }, undefined, notFound],
    ['names nothing', { [JSON_PATH]: json(), [XML_PATH]: xml('') }, undefined, notFound],
    ['names an insecure server', { [JSON_PATH]: json('ws://chat.example/xmpp-websocket') }, undefined, /isn't encrypted.*wss:/],
    ['names what is no WebSocket', { [JSON_PATH]: json('javascript:alert(1)') }, undefined, notFound],
    ['is too large', { [JSON_PATH]: usable + ' '.repeat(100_000) }, undefined, notFound],
    ['is not for pages to read', { [JSON_PATH]: usable, [XML_PATH]: xml(front.websocket) }, {}, notFound],
    [
      'is redirected to where anybody can change it',
      { [JSON_PATH]: redirectTo(insecure), [XML_PATH]: redirectTo(insecure) },
      undefined,
      notFound,
    ],
  ] as const) {
    serve(front, answers, headers);
    const page = await signIn(a);
    await expect(page.getByRole('alert').filter({ hasText: words }), what).toBeVisible();
    await page.close();
  }
  expect(front.requests).not.toContain(new URL(front.websocket).pathname);
});

test('a host-meta that never comes is given up', async ({ front, signIn, team: { a } }) => {
  serve(front, { [JSON_PATH]: () => {} });
  const page = await signIn(a);
  await expect(page.getByRole('button', { name: 'Signing in…' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('No messaging server was found');
});

test("a certificate that the browser doesn't trust: nothing is sent, and what to do is said", async ({ front, openDesk, team: { a } }) => {
  const page = await openDesk(a, { isSignedOut: true });
  await page.getByRole('textbox', { name: 'Address' }).fill(a.jid);
  await page.getByLabel('Password').fill(a.password);
  await page.getByRole('textbox', { name: /^Server/ }).fill(front.websocket);
  await page.getByRole('button', { name: 'Sign In' }).click();
  await expect(page.getByRole('alert')).toContainText(/certificate isn't trusted.*password wasn't sent.*ask your administrator/i);
  await expect(page.getByRole('textbox', { name: /^Server/ })).toBeFocused();
  expect(front.requests).toEqual([]);
});
