import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

// This file is plain JavaScript, because node:test loads its reporter before tsx is active.

const MOST_LINES = 6;
const LONGEST_LINE = 300;

/** The lines of a text that aren't blank, without colours. @param {string} text */
const linesOf = (text) =>
  stripVTControlCharacters(text)
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .map((line) => line.trimEnd().slice(0, LONGEST_LINE));

/** The beginning of an error's message, where the reason is. @param {string} text */
export const firstLinesOf = (text) => linesOf(text).slice(0, MOST_LINES).join('\n');

/** The end of a program's output, where most programs say what they have found. @param {string} text @param {number} most */
export const lastLinesOf = (text, most = 2 * MOST_LINES) => linesOf(text).slice(-most).join('\n');

/** A file as somebody types it in the repository's folder; of a bundle (test/bundle-tests.ts) the source. @param {string | undefined} path */
export const shortPath = (path) =>
  path ? relative(process.cwd(), path).replace(/^\.test\/bundled\/[^/]+\/(.*)\.mjs$/, '$1.ts') : undefined;

/** The file that test/run.ts reads a part's result from. A run that somebody else has started has none. */
export const resultFile = () => process.env.BACKCHANNEL_RESULT;

/** @param {import('./part-result.d.mts').PartResult} result @param {string | undefined} file */
export function writeResult(result, file) {
  if (file) writeFileSync(file, JSON.stringify(result));
}
