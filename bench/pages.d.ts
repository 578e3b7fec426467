interface BenchAccount {
  readonly service: string;
  readonly username: string;
  readonly password: string;
  readonly targets: number;
}

/** Set by bench/pages/sign-in.js: milliseconds from sign-in to rows that can be used. */
declare function signInBare(account: BenchAccount): Promise<number>;
declare function signInDesk(account: BenchAccount): Promise<number>;

/** Set by bench/pages/latency.js: milliseconds of each round. */
declare function timeMessages(input: {
  readonly service: string;
  readonly desks: readonly { readonly logon: string; readonly name: string; readonly password: string }[];
  readonly bares: readonly { readonly username: string; readonly password: string }[];
  readonly rounds: number;
  readonly pauseMs: number;
}): Promise<{ readonly bare: number[]; readonly inDom: number[]; readonly painted: number[] }>;
