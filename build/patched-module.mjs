/**
 * Replaces code in a package's module, where the package has no option for it. If the module's code differs from what is to be replaced, the build
 * fails, so that each new version of it is looked at.
 * @param {string} path the end of the module's path
 * @param {readonly (readonly [own: string, ours: string])[]} replacements each of which must be found exactly once
 * @param {string} reason what the error says about the reason of the replacement
 * @returns {import('rolldown').Plugin}
 */
export function patchedModule(path, replacements, reason) {
  return {
    name: 'patched-module',
    transform(code, id) {
      if (!id.replaceAll('\\', '/').endsWith(path)) return null;
      for (const [own, ours] of replacements) {
        if (code.split(own).length !== 2) this.error(`${path} is not as expected any more: ${reason}`);
        code = code.replace(own, () => ours);
      }
      return { code, map: null };
    },
  };
}
