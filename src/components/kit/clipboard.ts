/**
 * Copies a text. A frame whose page doesn't allow it, and a page that came by plain http, have no asynchronous clipboard. The older way
 * still copies there, because the agent has just pressed a button.
 * @returns whether it was copied
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The browser doesn't allow this way of copying; the older one is tried, and its outcome is the answer.
    return copyByEvent(text);
  }
}

function copyByEvent(text: string): boolean {
  let isCopied = false;
  const onCopy = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    isCopied = event.clipboardData !== null;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', onCopy, { capture: true, once: true });
  const wasDone = document.execCommand('copy');
  document.removeEventListener('copy', onCopy, { capture: true });
  return wasDone && isCopied;
}
