import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import type { DemoInfo } from './demo-info.ts';
import { callPage, crmPage, deskPage, logonOf, notFoundPage, signInPage, twoDesksPage } from './pages.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

export interface DemoServerOptions {
  readonly port: number;
  readonly info: DemoInfo;
  /** More folders of static files: the address of each, and its path on the disk. */
  readonly folders?: Readonly<Record<string, string>>;
  /** More addresses that pages may open connections to, as sources of a Content-Security-Policy. */
  readonly connectSources?: readonly string[];
  /** Called with the path of each file that is asked for. */
  readonly onRequest?: (path: string) => void;
}

export interface DemoServer {
  readonly origin: string;
  stop(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Serves files as they are on the disk now, so that a reload shows the newest build. */
function serveFolder(folder: string): Handler {
  return sirv(folder, { dev: true, etag: false, dotfiles: false });
}

/**
 * The policy of a page: no inline script, no inline style, nothing from elsewhere. So what works here works on a CRM page with a strict policy. A
 * SharedWorker's connections follow the policy of its own script. That one allows any server, because an agent may sign in to any.
 */
function contentSecurityPolicy(path: string, connectSources: readonly string[]): string {
  const isWorker = path === '/embed/shared-worker.js';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self' data:",
    "frame-src 'self'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    // Lit's policy may be made twice, because the demo's pages have a copy of Lit of their own, as a CRM may.
    "trusted-types lit-html backchannel emoji-picker-element 'allow-duplicates'",
    `connect-src 'self' ${isWorker ? 'ws: wss: http: https:' : connectSources.join(' ')}`,
  ].join('; ');
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, 'Content-Length': Buffer.byteLength(body) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** Answers with one of the generated pages; false when the address is none of theirs. */
function sendPage(path: string, response: ServerResponse, info: DemoInfo): boolean {
  const html = (body: string, status = 200) => {
    send(response, status, 'text/html', body);
    return true;
  };
  const desks = info.agents.filter((agent) => !agent.spare);
  if (path === '/') {
    const [left, right] = desks;
    return html(left && right ? twoDesksPage(left, right) : signInPage(info.websocket));
  }
  if (path === '/demo.json') {
    send(response, 200, 'application/json', `${JSON.stringify(info, null, 2)}\n`);
    return true;
  }
  if (path === '/signin' || path === '/desk' || path === '/desk/') return html(signInPage(info.websocket));
  if (path === '/call') {
    if (info.guestHost !== undefined && desks.length) return html(callPage());
    return html(
      notFoundPage('Contacts call by the demo’s own server: this one has no host for guests that the demo knows of.', info.agents),
      404,
    );
  }
  const [, kind, logon] = /^\/(desk|crm)\/([^/]+)\/?$/.exec(path) ?? [];
  if (logon === undefined) return false;
  const agent = info.agents.find((candidate) => logonOf(candidate) === logon);
  if (!agent) return html(notFoundPage(`There is no demo agent “${logon}”.`, info.agents), 404);
  if (agent.spare) {
    const reason = `${agent.name} runs no desk: this account is for other XMPP clients and for scripts. /demo.json has its password.`;
    return html(notFoundPage(reason, info.agents), 404);
  }
  return html(kind === 'crm' ? crmPage(agent, desks) : deskPage(agent));
}

/** Serves the demo on 127.0.0.1. */
export async function startDemoServer({
  port,
  info,
  folders = {},
  connectSources = [],
  onRequest,
}: DemoServerOptions): Promise<DemoServer> {
  const files = Object.entries({
    '/embed/': join(ROOT, 'dist/embed'),
    '/demo/': join(ROOT, 'dist/demo'),
    '/style/': join(ROOT, 'demo/style'),
    ...folders,
  }).map(([prefix, folder]) => ({ prefix, serve: serveFolder(folder) }));
  const websocketOrigin = new URL(info.websocket).origin;
  let allowedHosts: ReadonlySet<string> = new Set();

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    // A page elsewhere can have its own name resolve to 127.0.0.1 (DNS rebinding). Its requests carry that name in Host, so that they are refused.
    if (!allowedHosts.has(request.headers.host ?? ''))
      return send(response, 421, 'text/plain', 'This server answers to its own address only.\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'text/plain', 'Only GET.\n');
    let path: string;
    try {
      path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    } catch {
      return send(response, 400, 'text/plain', 'Not an address.\n');
    }
    onRequest?.(path);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(path, [websocketOrigin, ...connectSources]));
    if (sendPage(path, response, info)) return;
    const notFound = () => send(response, 404, 'text/html', notFoundPage(`There is nothing at ${path}.`, info.agents));
    const found = files.find(({ prefix }) => path.startsWith(prefix));
    if (!found) return notFound();
    request.url = `/${(request.url ?? '').slice(found.prefix.length)}`;
    found.serve(request, response, notFound);
  };

  const server: Server = createServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  allowedHosts = new Set([`127.0.0.1:${actualPort}`, `localhost:${actualPort}`]);
  return {
    origin: `http://127.0.0.1:${actualPort}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
