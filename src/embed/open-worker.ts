declare global {
  /** Not in every browser, and not in TypeScript's types of the DOM, where a trusted address is a string too. */
  var trustedTypes:
    | { createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): { createScriptURL(address: string): string } }
    | undefined;
}

/** Opens the workers that hold the profile's session host; the profile is the worker's name. */
export interface WorkerOpener {
  /** `lifetime` is more of what the browser takes. */
  shared(profile: string, lifetime: object): SharedWorker;
  /** A worker of this page alone, for browsers without SharedWorkers. */
  own?(profile: string): Worker;
}

const policy = trustedPolicy();

function trustedPolicy() {
  try {
    return globalThis.trustedTypes?.createPolicy('backchannel', { createScriptURL: (address) => address });
  } catch {
    // The page's list of policies lacks this one. Opening the worker fails then, and says so.
    return undefined;
  }
}

/**
 * Opens the worker's script by its address, as a page takes it that requires Trusted Types. It is what the page itself, or this module, has given; the
 * browser holds it to the page's own origin.
 */
export function workersAt(address?: string | URL): WorkerOpener {
  return { shared: (profile, lifetime) => new SharedWorker(trustedAddress(address), { ...lifetime, type: 'module', name: profile }) };
}

/** The address of the worker's script, which is beside this module unless the page says where. */
export function trustedAddress(address: string | URL = new URL('./shared-worker.js', import.meta.url)): string | URL {
  return policy?.createScriptURL(String(address)) ?? address;
}
