import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';

export interface WidgetSite {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Serves folders of built pages, each under its own path, with the headers that are given for it. */
export async function serveFolders(
  folders: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<WidgetSite> {
  const handlers = Object.entries(folders).map(([path, folder]) => ({
    path,
    handle: sirv(folder, {
      dev: true,
      setHeaders: (response, file) => {
        if (headers[path]) response.setHeader('Content-Security-Policy', headers[path]);
        // As a deployment does, so that pages of other origins can import it.
        if (file.endsWith('/frame-loader.js')) response.setHeader('Access-Control-Allow-Origin', '*');
      },
    }),
  }));
  const server: Server = createServer((request, response) => {
    const notFound = () => void response.writeHead(404).end();
    const found = handlers.find(({ path }) => request.url?.startsWith(path));
    if (!found) return notFound();
    request.url = request.url?.slice(found.path.length - 1) ?? '/';
    found.handle(request, response, notFound);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
