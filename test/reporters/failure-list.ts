import type { Failure } from './part-result.mjs';

/** The failures of a part of the tests. */
export interface PartFailures {
  readonly title: string;
  readonly failures: readonly Failure[];
}

const indented = (text: string) => text.replace(/^(?=.)/gm, '    ');

/** What failed in each part: a test's file and title, and the beginning of its message. Nothing if nothing failed. */
export function failureList(parts: readonly PartFailures[]): string {
  const texts = parts
    .filter(({ failures }) => failures.length)
    .map(({ title, failures }) => {
      const tests = failures.map((failure) =>
        [`  ✖ ${[failure.file, failure.title].filter(Boolean).join(': ')}`, ...(failure.message ? [indented(failure.message)] : [])].join(
          '\n',
        ),
      );
      return [title, ...tests].join('\n');
    });
  return texts.length ? `\n━━ What failed\n${texts.join('\n')}\n` : '';
}
