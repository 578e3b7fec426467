import { until } from 'lit/directives/until.js';
import { linkedText, loadLinkFinder, needsLinkFinder } from './message-links.ts';

/** A text with its links made clickable: at once, or as soon as the link finder is loaded. Without it the text stays text. */
export function renderLinked(text: string): unknown {
  if (!needsLinkFinder(text)) return linkedText(text);

  const linked = loadLinkFinder().then(
    () => linkedText(text),
    () => text,
  );
  return until(linked, text);
}
