import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type BareJid, isBareJid } from '../../src/model/jid.ts';

/**
 * The agents who share their presence with the hub, one a line of a file. A hub that starts asks for the presence of each, because servers tell a
 * component nothing by themselves of what was before.
 */
export class KnownAccounts {
  readonly #accounts: Set<BareJid>;

  /** @param file Where they are kept; undefined if they needn't outlive the hub */
  constructor(private readonly file?: string) {
    const lines = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    this.#accounts = new Set(lines.filter(isBareJid));
  }

  all(): readonly BareJid[] {
    return [...this.#accounts];
  }

  add(account: BareJid): void {
    if (this.#accounts.has(account)) return;
    this.#accounts.add(account);
    // It is one short write for each account that ever was.
    if (this.file !== undefined) appendFileSync(this.file, `${account}\n`, { mode: 0o600 });
  }
}
