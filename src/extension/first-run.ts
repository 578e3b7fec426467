/** Opens the main window once the extension is installed, for the agent to sign in. To be called in the background's first turn. */
export function openOnFirstRun(): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('workspace.html') });
  });
}
