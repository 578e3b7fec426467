/** What this does with Mocha's suites. Its types don't say that the suites of a suite can be replaced. */
interface Suites {
  suites: Mocha.Suite[];
}

/** Loads test files, one after the other, into one page. The tests of each are in a suite that has the file's path for its title. */
export async function takeFiles(files: readonly (readonly [path: string, load: () => Promise<unknown>])[]): Promise<void> {
  for (const [path, load] of files) {
    const file = describe(path, () => undefined);
    const root: Suites = file.parent!;
    const before = root.suites;
    root.suites = [];
    await load();
    for (const suite of root.suites) file.addSuite(suite);
    root.suites = before;
  }
}
