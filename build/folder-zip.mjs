import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';

/** The first day that a zip can name. It is in the local time zone, because fflate writes local times. */
const MODIFIED = new Date(1980, 0, 1, 12);
const UNIX = 3;
const READABLE_FILE = (0o100644 << 16) >>> 0;

/**
 * Packs a folder's files as a zip. It depends only on their names and contents, and not on the clock, the order and modes of the file system, or the
 * zlib of Node (fflate has its own).
 * @param {string} folder @param {Readonly<Record<string, string>>} [replaced] the texts of files, by path, that aren't packed as they are in the folder
 */
export async function folderZip(folder, replaced = {}) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath ?? entry.path, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
  const files = await Promise.all(
    paths
      .sort()
      .map(
        async (path) =>
          /** @type {const} */ ([path, path in replaced ? Buffer.from(replaced[path] ?? '') : await readFile(join(folder, path))]),
      ),
  );
  return zipSync(Object.fromEntries(files), { level: 9, mtime: MODIFIED, os: UNIX, attrs: READABLE_FILE });
}
