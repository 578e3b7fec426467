import { randomId } from '../../../channel/random-id.ts';

/** A resource that no other stream of the account has. */
export const newResource = (): string => `backchannel-${randomId().slice(0, 8)}`;
