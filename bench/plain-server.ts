import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';

/**
 * Serves folders on 127.0.0.1, each under its address, without the strict Content-Security-Policy of the demo's pages, which other programs don't bear.
 */
export async function startPlainServer(
  folders: Readonly<Record<string, string>>,
): Promise<{ readonly origin: string; stop(): Promise<void> }> {
  const files = Object.entries(folders).map(([prefix, folder]) => ({ prefix, serve: sirv(folder, { dev: true, etag: false }) }));
  const server = createServer((request, response) => {
    const notFound = () => void response.writeHead(404).end();
    const found = files.find(({ prefix }) => request.url?.startsWith(prefix));
    if (!found) return notFound();
    request.url = `/${request.url?.slice(found.prefix.length) ?? ''}`;
    found.serve(request, response, notFound);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
