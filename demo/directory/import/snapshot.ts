import type { TargetKind } from '../target-schema.ts';

/** A target as a file says it, not checked yet. */
export interface GivenTarget {
  /** Where it stands in its file: "line 12", "Resources[3]". */
  readonly at: string;
  readonly value: unknown;
}

/** A row that isn't taken. */
export interface BadRow {
  readonly at: string;
  readonly reason: string;
  /** Whom it is about, if that can be read: a target that the directory has stays as it is. */
  readonly about?: { readonly kind: TargetKind; readonly id: string };
}

/** All targets of one source, as they are now. */
export interface Snapshot {
  readonly targets: readonly GivenTarget[];
  /** What couldn't even be read as a row. */
  readonly bad: readonly BadRow[];
}
