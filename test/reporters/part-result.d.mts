/** A test that has failed. Without a file it is an error outside of any file, or a whole part. */
export interface Failure {
  readonly file?: string;
  readonly title: string;
  readonly message: string;
}

/** What a part's reporter tells test/run.ts. */
export interface PartResult {
  readonly passed: number;
  readonly failures: readonly Failure[];
}

export function firstLinesOf(text: string): string;
export function lastLinesOf(text: string, most?: number): string;
export function shortPath(path: string | undefined): string | undefined;
export function resultFile(): string | undefined;
export function writeResult(result: PartResult, file: string | undefined): void;
