import type { Refusal } from '../channel/contract.ts';

/** An interaction wasn't opened or changed; `refusal` says why: `not-signed-in`, `invalid-argument`, `unknown-interaction` … */
export class InteractionError extends Error {
  override readonly name = 'InteractionError';

  constructor(readonly refusal: Refusal) {
    super(`The interaction was refused: ${refusal.refused}`);
  }
}
