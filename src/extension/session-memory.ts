import * as v from 'valibot';
import type { SessionMemory } from '../background/host/sign-in/session-memory.ts';
import { LOCKED, lockStateShape } from '../storage/lock-state.ts';
import { MECHANISMS, SCRAM_MECHANISMS } from '../model/sign-in-mechanisms.ts';

const NAME = 'agent';

/** `storage.session` holds JSON: bytes are kept as numbers. */
const bytes = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))),
  v.transform((numbers) => Uint8Array.from(numbers)),
);
const secrets = v.object({
  keys: v.exactOptional(
    v.object({ mechanism: v.picklist(SCRAM_MECHANISMS), iterations: v.number(), salt: bytes, clientKey: bytes, serverKey: bytes }),
  ),
  agent: v.exactOptional(
    v.object({
      jid: v.string(),
      service: v.string(),
      hubs: v.optional(v.array(v.string())),
      usedMechanisms: v.array(v.picklist(MECHANISMS)),
      lock: v.exactOptional(v.fallback(lockStateShape, LOCKED)),
    }),
  ),
  sealKey: v.exactOptional(bytes),
});

/**
 * The login keys of an agent who doesn't want to stay signed in, and on a shared computer what their data is sealed by: in the browser's memory, out of
 * reach of content scripts, until it ends. Without them a background that the browser has stopped would come back signed out.
 */
export const sessionMemory: SessionMemory = {
  async get() {
    const parsed = v.safeParse(secrets, (await browser.storage.session.get(NAME))[NAME]);
    return parsed.success ? parsed.output : {};
  },
  async put({ keys, agent, sealKey }) {
    const held = {
      ...(keys && { keys: { ...keys, salt: [...keys.salt], clientKey: [...keys.clientKey], serverKey: [...keys.serverKey] } }),
      ...(agent && { agent }),
      ...(sealKey && { sealKey: [...sealKey] }),
    };
    if (Object.keys(held).length === 0) await browser.storage.session.remove(NAME);
    else await browser.storage.session.set({ [NAME]: held });
  },
};
