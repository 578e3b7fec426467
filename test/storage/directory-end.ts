/** A target as the directory service gives it. */
export interface GivenTarget {
  readonly kind: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

/** A directory service in memory, in the place of the network. What is changed comes again under a later revision, as docs/directory-service.openapi.yaml says. */
export class DirectoryEnd {
  readonly address = 'https://directory.example';
  /** What was asked for. */
  readonly asked: URL[] = [];
  /** Answers in place of the service, if it gives something. */
  instead: ((url: URL) => Response | undefined) | undefined;
  epoch = 'a';
  #log: GivenTarget[] = [];
  readonly #fetch = globalThis.fetch;

  constructor() {
    globalThis.fetch = async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      if (url.origin !== this.address) return await this.#fetch(input, init);
      this.asked.push(url);
      return this.instead?.(url) ?? this.#answer(url);
    };
  }

  put(...targets: readonly GivenTarget[]): void {
    this.#log.push(...targets);
  }

  clear(): void {
    this.#log = [];
  }

  restore(): void {
    globalThis.fetch = this.#fetch;
  }

  #answer(url: URL): Response {
    const limit = Number(url.searchParams.get('limit'));
    const [epoch, from = '0'] = (url.searchParams.get('cursor') ?? `${this.epoch}.0`).split('.');
    if (epoch !== this.epoch) return Response.json({ type: 'urn:backchannel:directory:problem:cursor-too-old' }, { status: 410 });
    const items = this.#log.slice(Number(from), Number(from) + limit);
    const end = Number(from) + items.length;
    return Response.json({ items, next: `${epoch}.${end}`, isLast: end === this.#log.length });
  }
}

export const agentOf = (logon: string, name: string, groups: readonly string[] = [], skills: readonly string[] = []): GivenTarget => ({
  kind: 'agent',
  id: `${logon}@team.example`,
  name,
  groups,
  skills,
});
