import { randomUUID } from 'node:crypto';
import { BareAgent } from '../server/load/bare-agent.ts';
import type { DemoAgent } from './agents.ts';

/** How long a colleague takes to accept, and then to answer. */
const THINKS_MS = 3_000;

/** Signs in made-up colleagues, so that groups and skills have members who are ready, accept what they are asked and answer it. @returns what ends it */
export async function startColleagues(
  websocket: string,
  agents: readonly DemoAgent[],
  hub: string | undefined,
): Promise<() => Promise<void>> {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const soon = (what: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      what();
    }, THINKS_MS);
    timers.add(timer);
  };
  const colleagues = agents.map(({ jid, password }) => {
    const [user = '', domain = ''] = jid.split('@');
    return new BareAgent({
      websocket,
      domain,
      user,
      password,
      hub,
      onStanza: (agent, stanza) => hear(agent, stanza),
      onLost: comeBack,
      onTraffic: () => undefined,
    });
  });
  await Promise.all(colleagues.map(begin));
  return async () => {
    for (const timer of timers) clearTimeout(timer);
    await Promise.all(colleagues.map((agent) => agent.leave()));
  };

  async function begin(agent: BareAgent): Promise<void> {
    if ((await agent.connect()) === 'new') await agent.watch([], { isWhole: true });
  }

  function comeBack(agent: BareAgent): void {
    soon(() => void begin(agent).catch(() => comeBack(agent)));
  }

  function hear(agent: BareAgent, stanza: string): void {
    const from = /^<(?:message|presence)\b[^>]* from=['"]([^'"/]+)/.exec(stanza)?.[1];
    if (from === undefined || from === agent.jid) return;
    if (from === hub && /^<presence\b[^>]* type=['"]subscribe['"]/.test(stanza))
      return agent.send(`<presence to="${from}" type="subscribed"/>`);
    const send = (id: string, content: string) =>
      agent.send(`<message to="${from}" type="chat" id="${id}">${content}<store xmlns="urn:xmpp:hints"/></message>`);
    const [, kind, invitation = ''] = /<(propose|proceed) [^>]*id=['"]([^'"]+)/.exec(stanza) ?? [];
    const message = /^<message\b[^>]* id=['"]([^'"]+)/.exec(stanza)?.[1];
    const isReceiptWanted = /<request [^>]*urn:xmpp:receipts/.test(stanza);
    if (message !== undefined && isReceiptWanted) send(randomUUID(), `<received xmlns="urn:xmpp:receipts" id="${message}"/>`);
    if (kind === 'propose') {
      send(`ringing-${invitation}`, `<ringing xmlns="urn:xmpp:jingle-message:0" id="${invitation}"/>`);
      soon(() => {
        send(`proceed-${invitation}`, `<proceed xmlns="urn:xmpp:jingle-message:0" id="${invitation}"/>`);
        // Who asked a group says first who was taken.
        if (!stanza.includes('<group')) say(invitation);
      });
    }
    if (kind === 'proceed') say(invitation);

    function say(thread: string): void {
      soon(() => {
        const id = randomUUID();
        send(
          id,
          `<body>I am made up, and accept whatever I am asked.</body><thread>${thread}</thread><origin-id xmlns="urn:xmpp:sid:0" id="${id}"/>`,
        );
      });
    }
  }
}
