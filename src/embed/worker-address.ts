declare global {
  /** Not in every browser, and not in TypeScript's types of the DOM, where a trusted address is a string too. */
  var trustedTypes:
    | { createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): { createScriptURL(address: string): string } }
    | undefined;
}

const policy = globalThis.trustedTypes?.createPolicy('backchannel', { createScriptURL: (address) => address });

/**
 * The address of the worker's script as a page takes it that requires Trusted Types. It is what the page itself, or this module, has given; the
 * browser holds it to the page's own origin.
 */
export function trustedWorkerAddress(address: string | URL): string | URL {
  return policy?.createScriptURL(String(address)) ?? address;
}
