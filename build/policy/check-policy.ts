import { readFile } from 'node:fs/promises';
import { policyReport } from './policy-report.ts';

/*
 * `npm run check-policy FILE`: says what a policy means, value by value, and what is wrong. The file holds the values themselves, or is one that a browser
 * reads: a JSON of Chromium's family, or Firefox' policies.json. The exit code is 1 if something is wrong.
 */

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('npm run check-policy FILE.json');
  process.exitCode = 2;
} else {
  const { text, isRight } = policyReport(await readFile(file, 'utf8'));
  console.log(text);
  if (!isRight) process.exitCode = 1;
}
