import browser from 'webextension-polyfill';
import * as v from 'valibot';
import type { SessionKeys } from '../background/session-host.ts';
import { SCRAM_MECHANISMS } from '../model/sign-in-mechanisms.ts';

const NAME = 'login-keys';

/** `storage.session` holds JSON: bytes are kept as numbers. */
const bytes = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))),
  v.transform((numbers) => Uint8Array.from(numbers)),
);
const keys = v.object({ mechanism: v.picklist(SCRAM_MECHANISMS), iterations: v.number(), salt: bytes, clientKey: bytes, serverKey: bytes });

/**
 * The login keys of an agent who doesn't want to stay signed in: in the browser's memory, out of reach of content scripts, until
 * it ends. Without them a background that the browser has stopped would come back signed out.
 */
export const sessionKeys: SessionKeys = {
  async get() {
    const parsed = v.safeParse(keys, (await browser.storage.session.get(NAME))[NAME]);
    return parsed.success ? parsed.output : undefined;
  },
  async put(given) {
    if (!given) return browser.storage.session.remove(NAME);
    const { salt, clientKey, serverKey, ...named } = given;
    await browser.storage.session.set({ [NAME]: { ...named, salt: [...salt], clientKey: [...clientKey], serverKey: [...serverKey] } });
  },
};
