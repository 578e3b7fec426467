import { DockElement } from './dock-element.ts';
import { dockPortName, type FromDock, type ToDock } from './dock-messages.ts';
import { removeEarlierDocks } from './earlier-docks.ts';
import { PageBridge } from './page-bridge.ts';

/*
 * Runs in the pages of allowed origins, in a world of its own. It draws the dock's controls and carries messages; it knows nothing of sessions. It
 * is small, because all of it is loaded into every such page.
 */

declare const chrome: {
  readonly runtime: {
    /** Undefined once the extension was updated or removed. */
    readonly id?: string;
    connect(info: { readonly name: string }): DockConnection;
    getURL(path: string): string;
  };
};

interface DockConnection {
  postMessage(message: FromDock): void;
  disconnect(): void;
  readonly onMessage: { addListener(handler: (message: ToDock) => void): void };
  readonly onDisconnect: { addListener(handler: () => void): void };
}

const RECONNECT_AFTER_MS = 500;

declare global {
  /** Set where the script runs. It may be put into a page twice, into the same world; each version of the extension has a world of its own. */
  // Only a `var` is a property of the global object.
  var isBackchannelDocked: boolean | undefined;
}

let connection: DockConnection | undefined;
let dock: DockElement | undefined;
let heardAt: number | undefined;
const post = (message: FromDock) => connection?.postMessage(message);
const bridge = new PageBridge(post);

function receive(message: ToDock): void {
  heardAt = Date.now();
  switch (message.type) {
    case 'start':
      dock ??= new DockElement({
        frameUrl: chrome.runtime.getURL('dock.html'),
        place: message.place,
        onPlace: (place) => post({ type: 'place', place }),
      });
      return dock.show(message.look);
    case 'look':
      return dock?.show(message.look);
    case 'expand':
      return dock?.expand();
    case 'collapse':
      return dock?.collapse();
    case 'answered':
      return bridge.forget(message.request);
    case 'event':
      return bridge.tell(message.name, message.detail);
    case 'off':
      return leave();
  }
}

function connect(): void {
  // This throws after the extension was updated or removed.
  const opened = chrome.runtime.connect({ name: dockPortName(heardAt) });
  connection = opened;
  opened.onMessage.addListener(receive);
  opened.onDisconnect.addListener(() => {
    if (connection !== opened) return;
    connection = undefined;
    setTimeout(reconnect, RECONNECT_AFTER_MS);
  });
  bridge.repeat();
}

/** Connects again, which starts a background that was stopped. */
function reconnect(): void {
  if (!globalThis.isBackchannelDocked || connection) return;
  if (chrome.runtime.id === undefined) return leave();
  try {
    connect();
  } catch {
    // The extension was updated or removed meanwhile, so that nobody is there to connect to.
    leave();
  }
}

/** Removes everything that the script has put into the page. */
function leave(): void {
  globalThis.isBackchannelDocked = false;
  connection?.disconnect();
  connection = undefined;
  dock?.remove();
  dock = undefined;
  bridge.stop();
}

// What a browser shows for XML, an image or the like has no HTML element, and gets no dock.
if (!globalThis.isBackchannelDocked && document.documentElement instanceof HTMLElement) {
  globalThis.isBackchannelDocked = true;
  removeEarlierDocks();
  connect();
}
