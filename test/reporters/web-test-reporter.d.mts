import type { TestSession } from '@web/test-runner';

type Session = Pick<TestSession, 'testFile' | 'passed' | 'errors' | 'testResults'>;

export function webTestReporter(file?: string): { stop(run: { readonly sessions: readonly Session[] }): void };
