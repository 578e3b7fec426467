/* The first lines of the background's script in Chromium; see worker-parts.mjs, which puts the names of the parts here. */
{
  const names = PARTS;
  const policy = trustedTypes.createPolicy('backchannel', { createScriptURL: (address) => address });
  const load = (scripts) => importScripts(...scripts.map((script) => policy.createScriptURL(script)));
  const definitions = new Map();
  const cache = new Map();
  globalThis.part = (name, define) => definitions.set(name, define);
  globalThis.require = (name) => {
    const known = cache.get(name);
    if (known) return known;
    if (!definitions.has(name)) load([name]);
    const exports = {};
    // Parts may import each other, so that this one is known before it has run.
    cache.set(name, exports);
    definitions.get(name)(require, exports, (key, get) => Object.defineProperty(exports, key, { enumerable: true, get }));
    return exports;
  };
  require.cache = cache;
  // Only what is loaded now can be loaded later.
  addEventListener('install', () => load(names.filter((name) => !definitions.has(name))));
}
