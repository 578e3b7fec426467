// The yardstick of the measures: XMPP over a WebSocket (RFC 7395), with no other code around it.
const CLIENT = 'jabber:client';
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';

export class BareSocket {
  #waiting = [];
  #socket;
  onMessage = () => undefined;

  static async signIn({ service, username, password, domain = 'localhost' }) {
    const bare = new BareSocket();
    await bare.#connect(service);
    const open = `<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="${domain}" version="1.0"/>`;
    await bare.#ask(open, '<stream:features');
    const plain = btoa(`\0${username}\0${password}`);
    await bare.#ask(`<auth xmlns="${SASL}" mechanism="PLAIN">${plain}</auth>`, '<success');
    await bare.#ask(open, '<stream:features');
    await bare.#ask(`<iq xmlns="${CLIENT}" type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>`, '<jid>');
    return bare;
  }

  /** @returns {Promise<string>} the server's answer as text */
  getRoster() {
    return this.#ask(`<iq xmlns="${CLIENT}" type="get" id="roster"><query xmlns="jabber:iq:roster"/></iq>`, "id='roster'", 'id="roster"');
  }

  /**
   * Asks for a page of the account's archive (XEP-0313). @returns {Promise<{data: string[], ids: string[], isComplete: boolean}>} the results as text, and
   * their ids
   */
  async readArchive({ after, before, max }) {
    const data = [];
    this.onMessage = (result) => result.includes('urn:xmpp:mam:2') && data.push(result);
    const from = after === undefined ? `<before>${before}</before>` : `<after>${after}</after>`;
    const answer = await this.#ask(
      `<iq xmlns="${CLIENT}" type="set" id="archive"><query xmlns="urn:xmpp:mam:2"><set xmlns="http://jabber.org/protocol/rsm"><max>${max}</max>${from}</set></query></iq>`,
      '<fin',
    );
    const ids = data.map((result) => /<result[^>]* id=['"]([^'"]+)/.exec(result)?.[1] ?? '');
    return { data, ids, isComplete: /complete=['"]true/.test(answer) };
  }

  sendPresence() {
    this.send(`<presence xmlns="${CLIENT}"/>`);
  }

  send(stanza) {
    this.#socket.send(stanza);
  }

  close() {
    this.#socket.close();
  }

  #connect(service) {
    this.#socket = new WebSocket(service, 'xmpp');
    this.#socket.onmessage = ({ data }) => {
      const index = this.#waiting.findIndex(({ marks }) => marks.some((mark) => data.includes(mark)));
      if (index >= 0) this.#waiting.splice(index, 1)[0].resolve(data);
      else if (data.startsWith('<message')) this.onMessage(data);
    };
    return new Promise((resolve, reject) => {
      this.#socket.onopen = () => resolve();
      this.#socket.onerror = () => reject(new Error(`no connection to ${service}`));
    });
  }

  #ask(stanza, ...marks) {
    const answer = new Promise((resolve) => this.#waiting.push({ marks, resolve }));
    this.send(stanza);
    return answer;
  }
}
