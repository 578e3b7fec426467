import { RawClient } from '../test/fixtures/raw-client.ts';

/** The longest that the server may take for everything that was sent. */
const LONGEST_MS = 120_000;

/** A colleague who writes to a reader by a program of their own. */
export class Colleague {
  static async signIn(service: string, logon: string, reader: string): Promise<Colleague> {
    const client = await RawClient.signIn(service, 'localhost', { logon, password: logon });
    client.send('<presence/>');
    return new Colleague(client, reader);
  }

  /** The text of the message with this number. */
  static text(number: number): string {
    return `This is message number ${number} of many.`;
  }

  private constructor(
    private readonly client: RawClient,
    private readonly reader: string,
  ) {}

  /** Sends messages with these numbers. Resolves when the server has them all. */
  async write(first: number, last: number): Promise<void> {
    for (let number = first; number <= last; number += 1) {
      const id = `m${number}`;
      const origin = `<origin-id xmlns="urn:xmpp:sid:0" id="${id}"/>`;
      this.client.send(
        `<message to="${this.reader}@localhost" type="chat" id="${id}">${origin}<body>${Colleague.text(number)}</body></message>`,
      );
    }
    await this.client.ask('<ping xmlns="urn:xmpp:ping"/>', { timeoutMs: LONGEST_MS });
    await this.client.rest();
  }

  close(): void {
    this.client.close();
  }
}
