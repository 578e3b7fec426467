/** Whether notifications have buttons, can be changed, and tell that the agent has closed them. */
export function isChromium(): boolean {
  return browser.runtime.getURL('').startsWith('chrome-extension:');
}
