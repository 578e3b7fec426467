/**
 * Changes a module of a package that cannot be told to do otherwise. The build fails as soon as the package reads otherwise,
 * so that a newer version is looked at again.
 * @param {string} path how the module's path ends
 * @param {readonly (readonly [own: string, ours: string])[]} replacements each of which must be found exactly once
 * @param {string} reason where to look when it isn't
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
