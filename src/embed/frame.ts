import { CONNECT } from '../client/client-wire.ts';

/*
 * The page in a frame. It shows nothing before the page around it is known to be on the deployment's list, so that nobody else can have an agent press
 * something here. Only one page is taken, once.
 */
const waiting = new AbortController();
addEventListener(
  'message',
  ({ data, origin, source, ports: [port] }: MessageEvent<unknown>) => {
    const { type, version, brings } = (data ?? {}) as Readonly<Record<string, unknown>>;
    if (source !== parent || source === window || type !== CONNECT || !port) return;
    waiting.abort();
    void import('./frame-desk.ts').then(({ openFrameDesk }) => openFrameDesk({ port, origin, version, brings }));
  },
  { signal: waiting.signal },
);
