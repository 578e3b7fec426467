import type { Desk } from './desk.ts';
import type { ServerEnd } from './server-end.ts';
import { attributes, child } from './stanza-xml.ts';

const JMI = 'urn:xmpp:jingle-message:0';
const JINGLE = 'urn:xmpp:jingle:1';

/** A contact who calls, as the server has one. */
export class Contact {
  /** What they are told of their call, in order: `proceed`, `hold`, `finish success`. */
  readonly told: string[] = [];
  callId = '';
  readonly #jid: string;
  /** The agent's device that has answered. */
  #device = '';

  constructor(
    private readonly server: ServerEnd,
    readonly name: string,
  ) {
    this.#jid = `${name.toLowerCase()}@guest.${server.domain}`;
    server.elsewhere.set(this.#jid, (stanza) => (stanza.localName === 'iq' ? this.#hearIq(stanza) : this.#hearMessage(stanza)));
  }

  get interactionId(): string {
    return `call-${this.callId}`;
  }

  call({ jid }: Desk, topic = ''): void {
    this.callId = crypto.randomUUID();
    const contact = `<contact xmlns="urn:backchannel:call:0"${attributes({ name: this.name, topic })}/>`;
    this.#say(jid, 'propose', `<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/>${contact}`);
  }

  hangUp(): void {
    const success = '<success/>';
    this.#ask('session-terminate', `<reason>${success}</reason>`);
    this.#say(this.#device, 'finish', `<reason xmlns="${JINGLE}">${success}</reason>`);
  }

  #say(to: string, what: string, inner = ''): void {
    const head = attributes({ from: `${this.#jid}/page`, to, type: 'chat', id: crypto.randomUUID() });
    this.server.deliver(
      `<message xmlns="jabber:client"${head}><${what} xmlns="${JMI}"${attributes({ id: this.callId })}>${inner}</${what}></message>`,
    );
  }

  #ask(action: string, inner = ''): void {
    this.#sendIq(
      { type: 'set', to: this.#device },
      `<jingle xmlns="${JINGLE}"${attributes({ action, sid: this.callId })}>${inner}</jingle>`,
    );
  }

  #sendIq(head: Readonly<Record<'type' | 'to', string>> & { readonly id?: string }, inner = ''): void {
    const all = attributes({ from: `${this.#jid}/page`, id: crypto.randomUUID(), ...head });
    this.server.deliver(`<iq xmlns="jabber:client"${all}>${inner}</iq>`);
  }

  #hearMessage(message: Element): void {
    const [said] = [...message.children].filter(({ namespaceURI }) => namespaceURI === JMI);
    if (!said) return;
    this.#note(said);
    if (said.localName !== 'proceed') return;
    this.#device = message.getAttribute('from') ?? '';
    this.#ask('session-initiate');
  }

  #hearIq(iq: Element): void {
    const jingle = child(iq, 'jingle', JINGLE);
    if (!jingle) return;
    if (jingle.getAttribute('action') === 'session-info') this.told.push(jingle.firstElementChild?.localName ?? '');
    else if (jingle.getAttribute('action') !== 'session-accept') this.#note(jingle);
    this.#sendIq({ type: 'result', to: iq.getAttribute('from') ?? '', id: iq.getAttribute('id') ?? '' });
  }

  #note(said: Element): void {
    const reason = child(said, 'reason')?.firstElementChild?.localName;
    this.told.push([said.getAttribute('action') ?? said.localName, ...(reason === undefined ? [] : [reason])].join(' '));
  }
}
