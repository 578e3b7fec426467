import type { ExportLine } from './sessions.ts';

const COLUMNS = [
  'session',
  'type',
  'at',
  'from',
  'to',
  'text',
  'reason',
  'participants',
  'firstAt',
  'lastAt',
  'acceptedAt',
  'endedAt',
  'messages',
  'caseDataKeys',
  'sessions',
] as const;

/** How lines are written: what comes first, and each line. */
export interface ExportFormat {
  readonly head: string;
  line(line: ExportLine): string;
}

export const FORMATS: Readonly<Record<'jsonl' | 'csv', ExportFormat>> = {
  jsonl: { head: '', line: (line) => `${JSON.stringify(line)}\n` },
  // RFC 4180.
  csv: { head: `${COLUMNS.join()}\r\n`, line: (line) => `${COLUMNS.map((column) => cellOf(Reflect.get(line, column))).join()}\r\n` },
};

/**
 * A cell. A spreadsheet takes a text that begins with one of these characters for a formula, which a message could bring into the auditor's program: an apostrophe
 * before it makes it text.
 */
function cellOf(value: unknown): string {
  const text = Array.isArray(value) ? value.join('; ') : value === undefined ? '' : String(value);
  const safe = typeof value === 'number' ? text : text.replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
