import type { CommandInput, CommandResult } from '../../channel/contract.ts';
import type { Workspace } from '../../channel/workspace.ts';
import { interactionIdOf } from '../../client/origin-interaction-id.ts';
import type { PageRequest } from './page-requests.ts';
import { type Limit, RateLimits } from '../../model/rate-limit.ts';

/** How many changes of their interactions the pages of one origin may make: so many at once, and then so many a second. */
const CHANGES: Limit = { burst: 100, perSecond: 5 };

type InteractionRequest = Extract<PageRequest, { readonly id: string }>;

/** The interactions that pages open: each is its origin's alone. */
export class PageInteractions {
  readonly #limits = new RateLimits(CHANGES);
  /** The requests of an origin are carried out one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(private readonly workspace: Workspace) {}

  /** Does what a page of an origin asks for. @returns why it was refused, if it was */
  serve(origin: string, request: InteractionRequest): Promise<{ readonly refused?: string }> {
    if (!this.#limits.take(origin, Date.now())) return Promise.resolve({ refused: 'too-many-requests' });
    const served = (this.#turns.get(origin) ?? Promise.resolve()).then(() => this.#give(origin, request));
    this.#turns.set(
      origin,
      // The page gets its request's failure below; the next request only waits for the end of this one.
      served.catch(() => undefined),
    );
    return served.then(({ refused }) => (refused === undefined ? {} : { refused }));
  }

  async #give(origin: string, { name, id: ownId, details }: InteractionRequest): Promise<CommandResult> {
    const id = await interactionIdOf(origin, ownId);
    const { commands } = this.workspace;
    // The session host checks the details' shape.
    if (name === 'open-interaction')
      return commands.openInteraction({ ...details, id, owner: { origin, id: ownId } } as CommandInput<'openInteraction'>);
    return name === 'update-interaction' ? commands.updateInteraction({ ...details, id }) : commands.closeInteraction({ id });
  }
}
