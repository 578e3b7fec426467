import { html, type TemplateResult } from 'lit';

type Linkify = typeof import('linkifyjs');

/** What a link may lead to. */
const SAFE_PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);
/** Cheap, and true a little too often: whether it is worth loading the link finder at all. */
const MAYBE_LINK = /:\/\/|www\.|@|[^\s.]\.\p{L}{2}/u;

let linkify: Linkify | undefined;
let loading: Promise<void> | undefined;

/** Whether the text looks as if it held a link and the link finder isn't loaded yet. */
export function needsLinkFinder(text: string): boolean {
  return !linkify && MAYBE_LINK.test(text);
}

/** Loads the link finder, once. */
export function loadLinkFinder(): Promise<void> {
  loading ??= import('linkifyjs').then((module) => {
    linkify = module;
  });
  return loading;
}

/** The text with its links made clickable: `http`, `https` and `mailto` only, always with the real address as title. */
export function linkedText(text: string): string | (string | TemplateResult)[] {
  if (!linkify || !MAYBE_LINK.test(text)) {
    return text;
  }
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const match of linkify.find(text, { defaultProtocol: 'https' })) {
    const href = safeAddress(match.href);
    if (href === undefined) {
      continue;
    }
    parts.push(text.slice(end, match.start), html`<a href=${href} title=${href} target="_blank" rel="noopener noreferrer nofollow">${match.value}</a>`);
    end = match.end;
  }
  parts.push(text.slice(end));
  return parts;
}

/** The whole address, if it leads where a link may lead. */
export function safeAddress(href: string): string | undefined {
  const url = URL.canParse(href) ? new URL(href) : undefined;
  return url && SAFE_PROTOCOLS.has(url.protocol) ? url.href : undefined;
}
