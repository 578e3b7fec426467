import type { CallQuality } from '../model/call/voice-call.ts';

/** What RTCPeerConnection has counted since the call began (W3C WebRTC statistics). */
export interface SoundCount {
  readonly received: number;
  readonly lost: number;
  readonly jitterMs: number;
  readonly roundTripMs: number;
}

/**
 * The values from which on talking gets hard. The quality counts as good again only clearly below them, so that it doesn't flicker between
 * good and poor.
 */
const POOR = { lossPercent: 5, jitterMs: 50, roundTripMs: 500 };
const GOOD = { lossPercent: 2, jitterMs: 30, roundTripMs: 350 };
/** By how much the values have to change to be told again while the quality is poor. */
const STEP = { lossPercent: 5, jitterMs: 20, roundTripMs: 100 };

const MEASURES = ['lossPercent', 'jitterMs', 'roundTripMs'] as const;

/** How well the sound came in between two counts. @param before The quality that was found the last time */
export function qualityBetween(earlier: SoundCount, later: SoundCount, before?: CallQuality): CallQuality {
  const lost = Math.max(0, later.lost - earlier.lost);
  const expected = lost + Math.max(0, later.received - earlier.received);
  const measured = {
    lossPercent: expected > 0 ? Math.round((100 * lost) / expected) : 0,
    jitterMs: Math.round(later.jitterMs),
    roundTripMs: Math.round(later.roundTripMs),
  };
  const limit = before?.isPoor ? GOOD : POOR;
  return { ...measured, isPoor: MEASURES.some((name) => measured[name] > limit[name]) };
}

/** Whether the quality differs enough from the one that was told to be told again. */
export function isWorthTelling(told: CallQuality | undefined, now: CallQuality): boolean {
  if (told?.isPoor !== now.isPoor) return true;
  return now.isPoor && MEASURES.some((name) => Math.abs(now[name] - told[name]) >= STEP[name]);
}

/** Reads a connection's counts. Undefined before any sound has come in. */
export async function countSound(pc: RTCPeerConnection): Promise<SoundCount | undefined> {
  const reports: Report[] = [];
  (await pc.getStats()).forEach((report: Report) => reports.push(report));
  const inbound = reports.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio');
  if (!inbound) return undefined;
  // Chromium marks the pair in use as nominated, Firefox as selected.
  const pair = reports.find(
    ({ type, selected, nominated, state }) => type === 'candidate-pair' && (selected ?? (nominated && state === 'succeeded')),
  );
  const remote = reports.find(({ type }) => type === 'remote-inbound-rtp');
  return {
    received: inbound.packetsReceived ?? 0,
    lost: inbound.packetsLost ?? 0,
    jitterMs: 1000 * (inbound.jitter ?? 0),
    roundTripMs: 1000 * (pair?.currentRoundTripTime ?? remote?.roundTripTime ?? 0),
  };
}

/** The members of the standard's reports that are read here. */
interface Report {
  readonly type: string;
  readonly kind?: string;
  readonly selected?: boolean;
  readonly nominated?: boolean;
  readonly state?: string;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  /** In seconds, as are the two below. */
  readonly jitter?: number;
  readonly currentRoundTripTime?: number;
  readonly roundTripTime?: number;
}
