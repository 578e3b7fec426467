/** What the reporter reads of an event of node:test. */
export interface TestEvent {
  readonly type: string;
  readonly data: {
    readonly name: string;
    readonly file?: string;
    readonly line?: number;
    readonly details: { readonly error?: Error & { readonly failureType?: string } };
  };
}

export function reportTo(events: AsyncIterable<TestEvent> | Iterable<TestEvent>, file: string | undefined): AsyncGenerator<string, void>;

export default function report(events: AsyncIterable<TestEvent>): AsyncGenerator<string, void>;
