import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { after, afterEach, before, beforeEach, describe, it, mock } from 'node:test';
import { findServer } from '../../src/background/xmpp/host-meta.ts';
import { StreamFailure } from '../../src/background/stream/stream-failure.ts';
import { TlsFront } from '../fixtures/tls-front.ts';

const JSON_PATH = '/.well-known/host-meta.json';
const XML_PATH = '/.well-known/host-meta';
const WEBSOCKET_REL = 'urn:xmpp:alt-connections:websocket';
const BOSH = { rel: 'urn:xmpp:alt-connections:xbosh', href: 'https://chat.example/bosh' };
const FOUND = 'wss://chat.example/xmpp-websocket';

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
type Answers = Readonly<Record<string, string | Answer>>;

const redirectTo =
  (location: string): Answer =>
  (response) =>
    response.writeHead(302, { Location: location }).end();

describe('the server of a domain', () => {
  let front: TlsFront;
  /** A web server without TLS that has a valid host-meta. */
  let insecure: Server;

  before(async () => {
    front = await TlsFront.start('ws://127.0.0.1:9/xmpp-websocket');
    insecure = createServer((_request, response) => response.end(json(FOUND)));
    await new Promise<void>((resolve) => insecure.listen(0, '127.0.0.1', resolve));
  });

  // Node accepts the self-signed certificate. That browsers refuse one is tested end to end.
  beforeEach(() => (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'));

  afterEach(() => {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    mock.restoreAll();
  });

  after(async () => {
    await front.stop();
    insecure.closeAllConnections();
    await new Promise((resolve) => insecure.close(resolve));
  });

  /** Answers these paths, and 404 to any other. @returns the service that is found, or the reason why none is, and the paths that were requested */
  async function find(answers: Answers): Promise<{ readonly found: string; readonly asked: readonly string[] }> {
    front.requests.length = 0;
    front.answer = (request, response) => {
      const answer = answers[request.url ?? ''];
      if (typeof answer === 'function') answer(response, request);
      else response.writeHead(answer === undefined ? 404 : 200).end(answer);
    };
    const found = await findServer(new URL(front.websocket).host).then(
      ({ service }) => service,
      (error: unknown) => {
        assert.ok(error instanceof StreamFailure);
        return error.problem;
      },
    );
    return { found, asked: [...front.requests] };
  }

  it('is the safe one in its host-meta in JSON, and nothing else is requested', async () => {
    assert.deepEqual(await find({ [JSON_PATH]: json('ws://chat.example/xmpp-websocket', FOUND) }), { found: FOUND, asked: [JSON_PATH] });
  });

  it('is all the safe ones in its host-meta, in their order', async () => {
    const { found } = await find({
      [JSON_PATH]: json(FOUND, 'ws://chat.example/ws', 'wss://second.example/ws', 'wss://third.example/a b'),
    });
    assert.equal(found, `${FOUND} wss://second.example/ws`);
  });

  it('is the one in its host-meta in XML, if there is none in JSON', async () => {
    assert.deepEqual(await find({ [XML_PATH]: xml(FOUND) }), { found: FOUND, asked: [JSON_PATH, XML_PATH] });
  });

  it('has the availability hubs that it names below the domain, and no others, two at most', async () => {
    // The front's own name has a port, which no domain of agents has.
    const { host } = new URL(front.websocket);
    const fetchReal = globalThis.fetch;
    mock.method(globalThis, 'fetch', (address: string, init: RequestInit) => fetchReal(address.replace('support.example', host), init));
    const named = [
      'hub.partner.example',
      'Hub.support.example',
      'xmpp:support.example',
      'xmpp:agent@hub.support.example',
      'xmpp:hub.othersupport.example',
      'xmpp:Hub.support.example',
      'xmpp:hub.support.example',
      'xmpp:hub2.support.example',
      'xmpp:hub3.support.example',
    ];
    const links = [{ rel: WEBSOCKET_REL, href: FOUND }, ...named.map((href) => ({ rel: 'urn:backchannel:availability:0', href }))];
    const hubs = async (path: string, file: string) => {
      front.answer = (request, response) => response.writeHead(request.url === path ? 200 : 404).end(file);
      return (await findServer('support.example')).hubs;
    };
    const asXml = `<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">${links.map(({ rel, href }) => `<Link rel="${rel}" href="${href}"/>`).join('')}</XRD>`;
    for (const [path, file] of [
      [JSON_PATH, JSON.stringify({ links })],
      [XML_PATH, asXml],
    ] as const)
      assert.deepEqual(await hubs(path, file), ['hub.support.example', 'hub2.support.example']);
    assert.deepEqual(await hubs(JSON_PATH, json(FOUND)), []);
  });

  it('is found after a redirection', async () => {
    const answers = { [JSON_PATH]: redirectTo('/elsewhere.json'), '/elsewhere.json': json(FOUND) };
    assert.deepEqual(await find(answers), { found: FOUND, asked: [JSON_PATH, '/elsewhere.json'] });
  });

  for (const [what, answers] of Object.entries<Answers>({
    'is missing': {},
    'is no document': { [JSON_PATH]: '<html>', [XML_PATH]: '<html><body></html>' },
    'names nothing': { [JSON_PATH]: json(), [XML_PATH]: xml('') },
    'names what is no WebSocket': { [JSON_PATH]: json('javascript:alert(1)') },
    'is too large': { [JSON_PATH]: json(FOUND) + ' '.repeat(100_000) },
    'is too large in XML': { [XML_PATH]: xml(FOUND) + ' '.repeat(100_000) },
  })) {
    it(`is not found if its host-meta ${what}`, async () => {
      assert.equal((await find(answers)).found, 'server-not-found');
    });
  }

  it('is not found if its host-meta is redirected to an address without TLS', async () => {
    const address = insecure.address();
    assert.ok(typeof address === 'object' && address);
    const elsewhere = redirectTo(`http://127.0.0.1:${address.port}/`);
    assert.equal((await find({ [JSON_PATH]: elsewhere, [XML_PATH]: elsewhere })).found, 'server-not-found');
  });

  it('is refused if its host-meta names only an insecure one', async () => {
    assert.equal((await find({ [JSON_PATH]: json('ws://chat.example/xmpp-websocket') })).found, 'insecure-connection');
  });

  it('is given up ten seconds after the request for a host-meta that never comes', async () => {
    const clock = new AbortController();
    const timeout = mock.method(AbortSignal, 'timeout', () => clock.signal);
    const { found } = await find({ [JSON_PATH]: () => clock.abort(new DOMException('The time is over.', 'TimeoutError')) });
    assert.equal(found, 'server-not-found');
    assert.deepEqual(
      timeout.mock.calls.map((call) => call.arguments),
      [[10_000]],
    );
  });
});
