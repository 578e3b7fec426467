import { MAX_MESSAGE } from '../../client/client-wire.ts';
import type { Settings } from '../../model/settings.ts';
import type { DockPlace } from './dock-place.ts';

const DOCK_PORT = 'dock';

/**
 * The name of the port between a page's content script and the background. It says when the page last heard of a background, so
 * that one which has just been started tells it what it has missed.
 * @param heardAt Milliseconds since the epoch; undefined for a page that never heard of one.
 */
export function dockPortName(heardAt: number | undefined): string {
  return heardAt === undefined ? DOCK_PORT : `${DOCK_PORT} ${heardAt}`;
}

/** What such a name says, of a page that didn't hear of anything before `now`; undefined if it is another port's. */
export function heardAtOf(portName: string, now: number): number | undefined {
  const [name, heardAt = now] = portName.split(' ');
  return name === DOCK_PORT ? Number(heardAt) : undefined;
}

/** The longest detail of a page's event, as JSON, in UTF-16 units: case data within its own bounds fits twice over. */
export function maxJsonLengthOf(name: string): number {
  // It has a message in a string, each of whose characters may need another one before it.
  if (name === 'client-message') return 2 * MAX_MESSAGE + 1_000;
  return name === 'open-interaction' || name === 'update-interaction' ? 1_000_000 : 4_096;
}

/** What the dock's own controls show; all words come from the background. */
export interface DockLook {
  /** Pending invitations and unread messages. */
  readonly count: number;
  readonly theme: Settings['theme'];
  readonly language: string;
  readonly words: {
    readonly open: string;
    readonly collapse: string;
    readonly moveLeft: string;
    readonly moveRight: string;
    readonly resize: string;
    readonly moved: string;
  };
}

/** What the background tells a page's content script. */
export type ToDock =
  /** Sent once for each connection. A dock that is shown already keeps its place. */
  | { readonly type: 'start'; readonly place: DockPlace; readonly look: DockLook }
  | { readonly type: 'look'; readonly look: DockLook }
  | { readonly type: 'expand' }
  | { readonly type: 'collapse' }
  /** The page's request is dealt with. */
  | { readonly type: 'answered'; readonly request: number }
  /** To be dispatched in the page as `backchannel:NAME`. */
  | { readonly type: 'event'; readonly name: string; readonly detail: object }
  /** The dock isn't allowed in this page any more. */
  | { readonly type: 'off' };

/** What a content script tells the background, which checks it: a page may have taken it over. */
export type FromDock =
  | { readonly type: 'place'; readonly place: DockPlace }
  /** A page's event with its detail as JSON, under a number of the content script's. */
  | { readonly type: 'request'; readonly request: number; readonly name: string; readonly json: string };
