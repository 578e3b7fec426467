import { mkdir, readFile, writeFile } from 'node:fs/promises';

/*
 * `node build/check-release.mjs v1.2.3`: fails unless package.json has the tag's version and CHANGELOG.md a section of it. Writes that section to
 * dist/release-notes.md.
 */
const [tag] = process.argv.slice(2);
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
const sections = (await readFile('CHANGELOG.md', 'utf8')).split(/^## /m).slice(1);
const section = sections.find((text) => text.startsWith(`${version}\n`));
if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, and package.json says ${version}.`);
if (!section) throw new Error(`CHANGELOG.md has no section ${version}.`);
await mkdir('dist', { recursive: true });
await writeFile('dist/release-notes.md', section.slice(version.length).trim());
console.log(`${tag} can be released.`);
