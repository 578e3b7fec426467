/**
 * Copies a text. A page that embeds us in a frame, or that came by plain http, has no asynchronous clipboard for us: there the older
 * way still copies what a press asks for.
 * @returns whether it was copied
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
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
