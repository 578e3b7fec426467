import type { IdleDetector } from '../background/host/sign-in/idle-detector.ts';

/** The shortest time that browsers take. */
const LEAST_S = 15;

const secondsOf = (ms: number) => Math.max(LEAST_S, Math.round(ms / 1_000));

/** Input anywhere on the computer, as the browser knows it. To be loaded in the background's first turn: its events start the background. */
export const idleDetector: IdleDetector = {
  isActive: async (withinMs) => (await browser.idle.queryState(secondsOf(withinMs))) === 'active',
  watch: (afterMs) => browser.idle.setDetectionInterval(secondsOf(afterMs)),
  onIdle: (listener) => browser.idle.onStateChanged.addListener((state) => state !== 'active' && listener()),
};
