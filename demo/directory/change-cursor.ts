import { Problem } from '../crm/service/problem.ts';

/** Up to where a reader knows the directory. */
export interface ChangePosition {
  /** Tells the database from another one, which counts its revisions anew. */
  readonly epoch: string;
  /** The last change that the reader was told of. */
  readonly revision: number;
  /** Targets that went up to this revision needn't be told: the reader began after that, and has never heard of them. */
  readonly goneBefore: number;
}

/** The cursor that `GET /targets` goes on from. It needs no signature, because nothing is hidden from who may read the directory. */
export const writeChangeCursor = ({ epoch, revision, goneBefore }: ChangePosition): string => `${epoch}.${revision}.${goneBefore}`;

/** @throws Problem when it isn't a cursor at all */
export function readChangeCursor(cursor: string): ChangePosition {
  const [, epoch, revision, goneBefore] = /^([\w-]{1,64})\.(\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (epoch === undefined || revision === undefined) throw new Problem('invalid-input', 'Look at: cursor.');
  return { epoch, revision: Number(revision), goneBefore: Number(goneBefore) };
}
