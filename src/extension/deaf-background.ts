import { firstSlice } from '../channel/first-slice.ts';
import type { Workspace } from '../channel/workspace.ts';
import { isChromium } from './notifications/is-chromium.ts';
import { restart } from './restart.ts';

/** A background that hears its pages answers within a fraction of this. */
const SILENCE_MS = 2_000;
/** Where `localStorage` has when a page restarted the extension last. */
const RESTARTED_AT = 'restarted at';
const ONCE_IN_MS = 30_000;

/** Has the background answer messages of the web's own interface. To be called in the background's first turn. */
export function answerPages(): void {
  addEventListener('message', ({ ports: [port] }) => port?.postMessage(true));
}

/**
 * Restarts the extension if its background hears nothing. After an update, Chromium may bring up a background that no event of the extension's interfaces ever
 * reaches, or none at all, until the extension is reloaded (docs/browsers.md). A background that is only busy or slow to start doesn't answer messages of the
 * web's own interface either, and is waited for.
 */
export async function restartIfDeaf(workspace: Workspace): Promise<void> {
  if (!isChromium()) return;
  const heard = firstSlice(workspace, { kind: 'overview' });
  while (!(await withinSilence(heard))) {
    const registration = await navigator.serviceWorker.getRegistration();
    const isBusy = registration && !(await withinSilence(answerOf(registration.active)));
    if (!isBusy && !(await withinSilence(heard)) && mayRestart()) return restart();
  }
}

function withinSilence(answer: Promise<unknown>): Promise<boolean> {
  const silence = new Promise<false>((resolve) => setTimeout(() => resolve(false), SILENCE_MS));
  return Promise.race([answer.then(() => true), silence]);
}

function answerOf(background: ServiceWorker | null): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  background?.postMessage(undefined, [port2]);
  return new Promise((resolve) => (port1.onmessage = resolve));
}

/** Notes the time of a restart. @returns false soon after the last one, which didn't help */
function mayRestart(): boolean {
  const now = Date.now();
  if (Math.abs(now - Number(localStorage.getItem(RESTARTED_AT))) < ONCE_IN_MS) return false;
  localStorage.setItem(RESTARTED_AT, `${now}`);
  return true;
}
