import { challengeOf, type ScramChallenge, signatureFor } from './server-scram.ts';
import type { Line } from './memory-socket.ts';
import { NS_MANAGEMENT, ServerStream, type StreamAccount, type StreamServer } from './server-stream.ts';
import { attributes, child, parseFrame } from './stanza-xml.ts';

const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const NS_FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
const features = (content: string) => `<features xmlns="http://etherx.jabber.org/streams">${content}</features>`;
const BEFORE = features(
  `<mechanisms xmlns="${NS_SASL}"><mechanism>SCRAM-SHA-256</mechanism><mechanism>OAUTHBEARER</mechanism></mechanisms>`,
);
const refused = (condition: string) => `<failure xmlns="${NS_SASL}"><${condition}/></failure>`;
const after = (maxBytes: number | undefined) =>
  features(
    `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/><sm xmlns="${NS_MANAGEMENT}"/>${maxBytes ? `<limits xmlns="urn:xmpp:stream-limits:0"><max-bytes>${maxBytes}</max-bytes></limits>` : ''}`,
  );

export interface ServerAccount extends StreamAccount {
  /** A token that signs in (OAUTHBEARER). */
  token: string;
  /** A password that signs in (SCRAM-SHA-256). */
  readonly password: string;
  /** Whether nobody may sign in to the account any more (RFC 6120 6.5.1). */
  isDisabled?: boolean;
}

/** What signing in needs of the server. */
export interface SignInServer extends StreamServer {
  readonly accounts: ReadonlyMap<string, ServerAccount>;
  readonly lines: Set<Line>;
  readonly maxBytes: number | undefined;
  /** What it answers to every token (RFC 6120 6.5); undefined where it looks at them. */
  readonly tokenFailure: string | undefined;
  onStream(stream: ServerStream, how: 'new' | 'resumed'): void;
}

/** Takes a connection from its first frame until it has a stream (RFC 7395, RFC 7628, XEP-0198). */
export function admit(line: Line, server: SignInServer): void {
  let account: ServerAccount | undefined;
  let challenge: (ScramChallenge & { readonly logon: string }) | undefined;
  server.lines.add(line);
  line.whenClosed(() => server.lines.delete(line));
  line.onFrame = (frame) => {
    const element = parseFrame(frame);
    switch (element.localName) {
      case 'open':
        line.send(`<open xmlns="${NS_FRAMING}" from="${server.domain}" id="${crypto.randomUUID()}" version="1.0"/>`);
        line.send(account ? after(server.maxBytes) : BEFORE);
        break;
      case 'auth':
        if (element.getAttribute('mechanism') === 'SCRAM-SHA-256') {
          challenge = challengeOf(atob(element.textContent ?? ''));
          line.send(`<challenge xmlns="${NS_SASL}">${btoa(challenge.message)}</challenge>`);
          break;
        }
        account = accountOf(element, server);
        if (server.tokenFailure !== undefined) {
          account = undefined;
          line.send(refused(server.tokenFailure));
          break;
        }
        if (account?.isDisabled) line.send(refused('account-disabled'));
        else line.send(account ? `<success xmlns="${NS_SASL}"/>` : refused('not-authorized'));
        break;
      case 'response':
        void finishScram(atob(element.textContent ?? ''));
        break;
      case 'resume':
        resume(element);
        break;
      case 'iq':
        if (account) bind(element, account);
        break;
      case 'close':
        line.cut();
        break;
    }
  };

  async function finishScram(response: string): Promise<void> {
    const claimed = server.accounts.get(`${challenge?.logon}@${server.domain}`);
    const signature = challenge && claimed && (await signatureFor(challenge, response, claimed.password));
    if (!signature) return line.send(refused('not-authorized'));
    account = claimed;
    line.send(`<success xmlns="${NS_SASL}">${btoa(`v=${signature}`)}</success>`);
  }

  function resume(element: Element): void {
    const stream = server.streams.get(element.getAttribute('previd') ?? '');
    if (stream && stream.account === account) {
      stream.resume(line, Number(element.getAttribute('h')));
      server.onStream(stream, 'resumed');
    } else line.send(`<failed xmlns="${NS_MANAGEMENT}"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></failed>`);
  }

  function bind(iq: Element, owner: ServerAccount): void {
    const request = child(iq, 'bind');
    const resource = (request && child(request, 'resource')?.textContent) || crypto.randomUUID();
    const jid = `${owner.jid}/${resource}`;
    // A stream of the same resource gives way (RFC 6120, 7.7.2.2).
    for (const other of [...owner.streams]) if (other.jid === jid) other.end();
    const stream = new ServerStream(jid, owner, server, line);
    owner.streams.add(stream);
    server.streams.set(stream.id, stream);
    line.send(
      `<iq xmlns="jabber:client"${attributes({ id: iq.getAttribute('id') ?? undefined })} type="result"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>${jid}</jid></bind></iq>`,
    );
    server.onStream(stream, 'new');
  }
}

/** The account that a token is for. */
function accountOf(auth: Element, server: SignInServer): ServerAccount | undefined {
  const [, jid, token] = /^n,a=([^,]*),\x01auth=Bearer ([^\x01]*)\x01\x01$/.exec(atob(auth.textContent ?? '')) ?? [];
  const account = server.accounts.get(jid ?? '');
  return account?.token === token ? account : undefined;
}
