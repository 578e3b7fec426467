/** How long things of a call may take, in milliseconds. */
export const CALL_TIMES = {
  /** How long an offer that comes early waits for its call to be started. */
  startMs: 5_000,
  /** From the acceptance of an offer that was taken while it rang until it is sent again, if it isn't answered. */
  offerAgainMs: 2_000,
  /** From the acceptance until there is sound. After that the call ends, because there is no way between the two. */
  connectMs: 30_000,
  /** From a lost way, which ICE notices five seconds late, until another one is found. After that the call ends. */
  interruptionMs: 25_000,
  /** How long "disconnected" is waited out, because it often repairs itself. After that another way is looked for. */
  repairMs: 2_000,
  /** Between looks whether another way should be looked for again. */
  restartEveryMs: 3_000,
  /** Between tries to reach a session host that is away. */
  sendAgainMs: 500,
  /** From a device's failure until sound is tried again: the browser has found another by then. */
  soundAgainMs: 300,
  /** Between tries to tell a peer who is away that they are on hold. */
  tellAgainMs: 3_000,
  /** How long the end of a call is tried to be told to the peer. */
  farewellMs: 30_000,
  /** Between counts of what came in. */
  countEveryMs: 2_000,
} as const;

export type CallTimes = { readonly [Name in keyof typeof CALL_TIMES]: number };
