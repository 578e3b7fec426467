/** Whether what is dragged or pasted is files, a picture from the clipboard too. Where it is text as well, the text is what is meant. */
export function areFiles(data: DataTransfer | null): boolean {
  return data !== null && data.types.includes('Files') && !data.types.includes('text/plain');
}
