/** A measured value and its aim. For every measure, smaller is better. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The largest value that passes. */
  readonly aim: number;
  readonly pass: boolean;
}

export function measure(name: string, value: number, unit: string, aim: number): Measure {
  const rounded = Math.round(value * 100) / 100;
  return { name, value: rounded, unit, aim, pass: rounded <= aim };
}

export function printTable(measures: readonly Measure[]): void {
  const rows = measures.map(({ name, value, unit, aim, pass }) => [name, `${value} ${unit}`, `≤ ${aim} ${unit}`, pass ? 'pass' : 'MISSED']);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    console.log(
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
    );
  }
}

/** The value below which a share of the samples lies, by nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
