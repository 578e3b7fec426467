interface BenchAccount {
  readonly service: string;
  readonly username: string;
  readonly password: string;
  readonly targets: number;
}

/** Set by bench/pages/ready.js. They resolve to milliseconds. */
declare function timeReady(): Promise<number>;
declare function timeBareWorker(): Promise<number>;

/** Set by bench/pages/sign-in.js. They resolve to the milliseconds from sign-in to rows that can be used. */
declare function signInBare(account: BenchAccount): Promise<number>;
declare function signInDesk(account: BenchAccount): Promise<number>;

/** Set by bench/pages/converse.js, together with `type`, `pressEnter`, `watchDesk` and `seen` of latency.js. */
declare function signInConverse(agent: { readonly service: string; readonly logon: string; readonly peer: string }): Promise<void>;

/** Set by bench/pages/latency.js; times are milliseconds since the epoch. */
declare function signInBoth(agent: { readonly service: string; readonly logon: string; readonly bareLogon: string }): Promise<void>;
declare function invite(name: string): Promise<string>;
declare function accept(): Promise<void>;
declare function untilConnected(): Promise<void>;
declare function sendBare(to: string, thread: string, id: string, body: string): number;
declare function watchBare(id: string): void;
declare function type(text: string): void;
declare function pressEnter(): number;
declare function watchDesk(text: string): void;
declare let seen: Promise<{ readonly at: number; readonly paintedAt?: number }>;

/** Set by bench/pages/keystroke.js; `keystroke` resolves to milliseconds. */
declare function openFields(account: BenchAccount): Promise<void>;
declare function focusOn(kind: 'bare' | 'desk'): void;
declare function watchKey(kind: 'bare' | 'desk'): void;
declare let keystroke: Promise<number>;
declare function emptyField(kind: 'bare' | 'desk'): Promise<void>;

/** Set by bench/pages/voice.js. Times are milliseconds since the epoch; only `callBare` resolves to a duration. */
declare function signIn(agent: { readonly service: string; readonly logon: string }): Promise<void>;
declare function call(logon: string): Promise<string>;
declare function untilItRings(): Promise<void>;
declare function untilOffered(): Promise<void>;
declare function acceptCall(): number;
declare function listen(): void;
declare let heardAt: Promise<number>;
declare function endCall(callId: string): Promise<void>;
declare function untilNoCall(): Promise<void>;
declare function callBare(): Promise<number>;

interface HistoryInput {
  readonly service: string;
  readonly rows: number;
}
interface HistoryAsked {
  readonly search: string;
  readonly sort: string;
  readonly order: string;
}

/** Set by bench/pages/contact-history.js; times are milliseconds. */
declare function openHistory(input: HistoryInput): Promise<void>;
declare function searchHistory(questions: readonly HistoryAsked[]): Promise<number[]>;
declare function longestBlock(questions: readonly HistoryAsked[]): Promise<number>;
declare function scanBare(search: string): number;

interface BenchReader {
  readonly service: string;
  readonly logon: string;
}

/** Set by bench/pages/reading.js, together with `watchDesk` and `seen` of latency.js. Durations are milliseconds. */
declare function signInReader(reader: BenchReader): Promise<void>;
declare function acceptSession(): Promise<void>;
declare function openDesk(logon: string, text: string): Promise<number>;
declare function untilRead(): Promise<void>;
declare function lastInArchive(reader: BenchReader): Promise<string>;
declare function catchUpBare(reader: BenchReader & { readonly after: string; readonly text: string }): Promise<number>;
declare function scrollBack(entries: number): Promise<{ readonly perThousandMs: number; readonly longestStallMs: number }>;

interface DirectoryInput {
  readonly service: string;
  readonly contacts: string;
  readonly directory: string;
  readonly token: string;
  readonly isFirst: boolean;
  /** The availability hubs; none when absent. */
  readonly hubs?: readonly string[];
}

/** Set by bench/pages/directory.js; times are milliseconds. */
declare function openDirectory(input: DirectoryInput): Promise<number>;
declare function untilAll(count: number): Promise<void>;
declare function makeOld(): Promise<void>;
declare function searchDirectory(searches: readonly string[]): Promise<number[]>;
declare function typeBare(searches: readonly string[]): Promise<number[]>;
declare function scrollTeam(group: string, windows: readonly number[]): Promise<number[]>;
declare function showTeam(group: string): Promise<readonly string[]>;
declare function untilFirstIs(availability: string): Promise<void>;
