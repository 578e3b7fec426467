import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
import { ServerWatch } from '../../src/background/stream/server-watch.ts';

// Node has no global events. Browsers tell of what a page's policy (CSP) forbids by one.
const page = new EventTarget();
Object.assign(globalThis, { addEventListener: page.addEventListener.bind(page) });

/** However busy the machine is, no answer of the test's own server counts as none. */
const TIMES = { askEveryMs: 20, answerTimeoutMs: 120_000 };

test('tells that the server answers again, once, whatever it answers', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(500, { connection: 'close' }).end();
  });
  let isAway = false;
  server.on('connection', (socket: Socket) => isAway && socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let back = 0;
  const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const watch = new ServerWatch([`${address}/ws`], () => (back += 1), TIMES);
  const other = new ServerWatch([`${address}/other`], () => undefined, TIMES);
  try {
    watch.start();
    await once(server, 'request');
    await once(server, 'request');
    assert.equal(back, 0, 'it was never away');
    isAway = true;
    await once(server, 'connection');
    await once(server, 'connection');
    isAway = false;
    await once(server, 'request');
    await once(server, 'request');
    assert.equal(back, 1);
    watch.stop();
    watch.start();
    await once(server, 'request');
    page.dispatchEvent(
      Object.assign(new Event('securitypolicyviolation'), { effectiveDirective: 'connect-src', blockedURI: 'http://127.0.0.1' }),
    );
    watch.start();
    asked.length = 0;
    other.start();
    while (asked.filter((path) => path === '/other').length < 2) await once(server, 'request');
    assert.ok(!asked.includes('/ws'), 'what the page forbids is not tried again');
  } finally {
    watch.stop();
    other.stop();
    server.close();
    server.closeAllConnections();
  }
});
