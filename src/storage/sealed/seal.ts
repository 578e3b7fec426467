/** The length of the key from which both keys of a seal are made. */
const KEY_BYTES = 32;
/** The length of AES-GCM's initialization vector (NIST SP 800-38D 8.2.1). */
const IV_BYTES = 12;
/** How many bytes of a name's HMAC are kept: enough to tell two names apart. */
const NAME_BYTES = 16;
/** How many names are remembered, because the same ones come again and again: those of open sessions, and of their peers. */
const MOST_NAMES = 5_000;

/** A key, as bytes, for who has to keep it while a host is stopped. */
export function newSealKey(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

/**
 * Encrypts what is stored, under keys that nobody can read out and that end with this object: AES-GCM for records, with a random IV each, and
 * HMAC-SHA-256 for names. Both keys are made from one by HKDF.
 */
export class Seal {
  readonly #names = new Map<string, Promise<string>>();

  private constructor(
    private readonly records: CryptoKey,
    private readonly naming: CryptoKey,
  ) {}

  static async of(key: Uint8Array<ArrayBuffer>): Promise<Seal> {
    const root = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveKey']);
    const derivation = (use: string) => ({
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: new TextEncoder().encode(`backchannel ${use}`),
    });
    return new Seal(
      await crypto.subtle.deriveKey(derivation('records'), root, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
      await crypto.subtle.deriveKey(derivation('names'), root, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
    );
  }

  /** A name that stands for a text where equal texts must stay equal, as in keys. */
  name(text: string): Promise<string> {
    const known = this.#names.get(text);
    if (known) return known;
    if (this.#names.size >= MOST_NAMES) this.#names.clear();
    const naming = crypto.subtle
      .sign('HMAC', this.naming, new TextEncoder().encode(text))
      .then((mac) => base64Of(new Uint8Array(mac, 0, NAME_BYTES)));
    this.#names.set(text, naming);
    return naming;
  }

  /** Encrypts. @param place Where it is stored. What is moved to another place can't be opened there */
  async close(bytes: Uint8Array<ArrayBuffer>, place: string): Promise<Uint8Array<ArrayBuffer>> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const closed = await crypto.subtle.encrypt(parameters(iv, place), this.records, bytes);
    const sealed = new Uint8Array(IV_BYTES + closed.byteLength);
    sealed.set(iv);
    sealed.set(new Uint8Array(closed), IV_BYTES);
    return sealed;
  }

  /** @throws DOMException what was sealed by another key, at another place, or was changed */
  async open(sealed: Uint8Array<ArrayBuffer>, place: string): Promise<Uint8Array<ArrayBuffer>> {
    const opened = await crypto.subtle.decrypt(parameters(sealed.slice(0, IV_BYTES), place), this.records, sealed.slice(IV_BYTES));
    return new Uint8Array(opened);
  }
}

function parameters(iv: Uint8Array<ArrayBuffer>, place: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(place) };
}

function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
