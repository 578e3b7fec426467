import { html, type TemplateResult } from 'lit';
import { searchWords, typedWords, WORD } from '../../model/text/search-words.ts';

/** A text with the words marked that begin with one of those that were typed; case and accents don't count. */
export function markedText(text: string, search: string): string | (string | TemplateResult)[] {
  const typed = typedWords(search);
  if (typed.length === 0) return text;

  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const [folded = ''] = searchWords(word);
    if (typed.some((beginning) => folded.startsWith(beginning))) {
      parts.push(text.slice(end, index), html`<mark>${word}</mark>`);
      end = index + word.length;
    }
  }
  parts.push(text.slice(end));
  return parts;
}
