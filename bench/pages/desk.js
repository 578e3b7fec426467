import { openWorkspace } from '/embed/backchannel.js';
import { deepQuery, deepQueryAll, until } from './deep-query.js';

/** A desk in this page, as the bench sees and uses it. */
export class Desk {
  workspace;
  /** What the session host told last. */
  overview;
  #element = document.createElement('backchannel-workspace');
  #logon;

  constructor(logon) {
    this.#logon = logon;
    document.body.append(this.#element);
    this.workspace = openWorkspace({ profile: logon });
    this.#element.workspace = this.workspace;
    this.workspace.subscribe({ kind: 'overview' }, (slice) => (this.overview = slice));
  }

  async signIn(service) {
    const result = await this.workspace.commands.signIn({ jid: `${this.#logon}@localhost`, password: this.#logon, service, isKept: true });
    if (result.refused) throw new Error(JSON.stringify(result));
    await this.untilConnected();
  }

  untilConnected() {
    return until(() => this.overview?.connection.status === 'connected', `${this.#logon} to connect`);
  }

  get root() {
    return this.#element.shadowRoot;
  }

  get log() {
    return deepQuery(this.root, '[role="log"]');
  }

  get messageField() {
    return deepQuery(this.root, 'textarea:not(:disabled)');
  }

  /** A button by its text, or by its label. */
  button({ label, text }) {
    return [...deepQueryAll(this.root, 'button')].find((button) =>
      label ? button.ariaLabel === label : button.textContent.trim() === text,
    );
  }
}
