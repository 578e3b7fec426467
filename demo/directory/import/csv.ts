import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import type { BadRow, GivenTarget, Snapshot } from './snapshot.ts';

const rows = v.array(v.object({ record: v.record(v.string(), v.string()), info: v.object({ lines: v.number() }) }));
const COLUMNS = ['kind', 'id', 'name', 'groups', 'skills'];

const listOf = (text: string | undefined) => (text ?? '').split(';').flatMap((one) => one.trim() || []);

/**
 * Reads CSV (RFC 4180) whose first line names the columns: `id` and `name`, and if there are any `kind` ("agent" where it is empty), `groups` and
 * `skills`, with `;` between several. Other columns are left out.
 */
export function readCsv(text: string): Snapshot {
  const bad: BadRow[] = [];
  const parsed = v.parse(
    rows,
    parse(text, {
      bom: true,
      columns: (header: readonly string[]) => header.map((one) => one.trim().toLowerCase()),
      info: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      trim: true,
      on_skip: (error) => {
        if (error) bad.push({ at: `line ${error.lines}`, reason: 'not as many columns as the first line, or a quote too many' });
      },
    }),
  );
  const [first] = parsed;
  const missing = first ? ['id', 'name'].filter((column) => !(column in first.record)) : [];
  if (missing.length > 0)
    throw new Error(`The first line has no column ${missing.join(' and no column ')}; it may name ${COLUMNS.join(', ')}.`);
  const targets = parsed.map(({ record: { kind, id, name, groups, skills }, info }): GivenTarget => {
    const named = { kind: kind?.toLowerCase() || 'agent', id, name };
    return {
      at: `line ${info.lines}`,
      value: named.kind === 'agent' ? { ...named, groups: listOf(groups), skills: listOf(skills) } : named,
    };
  });
  return { targets, bad };
}
