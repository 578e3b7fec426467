import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export const PAGE_ELEMENTS_FOLDER = 'src/components/page-elements';

/** The names of the files that define an element for pages: `team-communicator` defines `<backchannel-team-communicator>`. */
export const pageElements = () =>
  readdirSync(PAGE_ELEMENTS_FOLDER)
    .filter((file) => readFileSync(join(PAGE_ELEMENTS_FOLDER, file), 'utf8').includes('@customElement('))
    .map((file) => basename(file, '.ts'));
