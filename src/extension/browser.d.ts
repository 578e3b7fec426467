/** The extension API. Both browsers have it under this name, with promises: Chromium since version 148. */
declare const browser: import('webextension-polyfill').Browser & {
  /** Chromium's offscreen documents. */
  readonly offscreen?: {
    createDocument(options: { readonly url: string; readonly reasons: readonly string[]; readonly justification: string }): Promise<void>;
  };
  /** Chromium's side panel. */
  readonly sidePanel?: { open(options: { readonly windowId: number }): Promise<void> };
};
