import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/*
 * Runs files of node:test in one process, where a process for each would take longer than the tests themselves.
 * Node 22 has `--test-isolation=none` for this.
 */

for (const file of process.argv.slice(2)) await import(pathToFileURL(resolve(file)).href);
