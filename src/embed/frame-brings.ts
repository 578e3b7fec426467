import * as v from 'valibot';
import type { PageOffers } from '../channel/remote-workspace.ts';
import type { PageMethod } from '../client/client-calls.ts';
import { ANSWER_WITHIN_MS, type Ask, softphoneOf } from '../client/client-server.ts';
import { isHttpAddress } from '../model/http-address.ts';

const address = v.pipe(v.string(), v.maxLength(2_048), v.check(isHttpAddress));
const shape = v.object({
  getToken: v.exactOptional(v.literal(true)),
  contacts: v.exactOptional(v.object({ service: v.exactOptional(address), directory: v.exactOptional(address) })),
  telephony: v.exactOptional(v.literal(true)),
});

/** What a page brings, as far as its origin may, and what of it isn't asked for. */
export interface Brought extends v.InferOutput<typeof shape> {
  readonly unused: readonly PageMethod[];
}

/** Reads what a page says that it brings; undefined for what can't be read. */
export function readBrings(given: unknown, methods: readonly PageMethod[]): Brought | undefined {
  const { success, output } = v.safeParse(v.optional(shape, {}), given);
  if (!success) return undefined;
  const named = Object.keys(output) as (keyof typeof output)[];
  const used = named.filter((name) => methods.includes(name));
  const unused = named.filter((name) => !methods.includes(name));
  return { ...Object.fromEntries(used.map((name) => [name, output[name]])), unused };
}

/** What the session host can ask the page for. The session host holds each answer against what may come. */
export function broughtOffers({ getToken, contacts, telephony }: Brought, origin: string, ask: Ask): PageOffers {
  const { service, directory } = contacts ?? {};
  return {
    ...(getToken ? { tokens: { call: (asked) => ask('getToken', [asked], ANSWER_WITHIN_MS) } } : {}),
    ...(contacts
      ? {
          contacts: {
            offer:
              service === undefined ? { kind: 'source' } : { kind: 'tokens', service, ...(directory === undefined ? {} : { directory }) },
            call: (name, inputs) => ask(`contacts.${name}`, inputs, ANSWER_WITHIN_MS),
          },
        }
      : {}),
    ...(telephony ? { telephony: { origin, call: softphoneOf(ask) } } : {}),
  };
}
