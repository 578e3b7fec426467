import { html, type TemplateResult } from 'lit';
import { fold } from '../../model/target-search.ts';

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** A text with the words marked that begin with one of those that were typed; case and accents don't count. */
export function markedText(text: string, search: string): string | (string | TemplateResult)[] {
  const typed = fold(search).match(WORD) ?? [];
  if (typed.length === 0) return text;

  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const folded = fold(word);
    if (typed.some((beginning) => folded.startsWith(beginning))) {
      parts.push(text.slice(end, index), html`<mark>${word}</mark>`);
      end = index + word.length;
    }
  }
  parts.push(text.slice(end));
  return parts;
}
