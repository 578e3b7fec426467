import { html, type TemplateResult } from 'lit';
import { safeAddress, saysAddress } from '../../model/text/link-address.ts';

type Linkify = typeof import('linkifyjs');

/**
 * Whether a text may hold a link, so that loading the link finder is worth it. The test is quick, and is sometimes true of a text without a
 * link, which costs only the loading.
 */
const MAYBE_LINK = /:\/\/|www\.|@/i;
/** How a web address begins. A name without that is more often a file ("report.zip", "README.md") or the end of a sentence ("done.It"), and no link. */
const WEB = /^(?:https?:\/\/|www\.)/i;

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

/**
 * The text with its links made clickable: `http`, `https` and `mailto` only. A link's text is its address. Where the text says the address in another
 * way (a host in letters other than ASCII, an odd spelling), the link stands behind it.
 */
export function linkedText(text: string): string | (string | TemplateResult)[] {
  if (!linkify || !MAYBE_LINK.test(text)) return text;

  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const { type, href, value, start, end: next } of linkify.find(text, { defaultProtocol: 'https' })) {
    const address = type === 'email' || WEB.test(value) || value.startsWith('mailto:') ? safeAddress(href) : undefined;
    if (address === undefined) continue;

    const isSaid = saysAddress(value, address);
    parts.push(text.slice(end, isSaid ? start : next), ...(isSaid ? [renderLink(address, value)] : [' (', renderLink(address), ')']));
    end = next;
  }
  parts.push(text.slice(end));
  return parts;
}

/** A link whose text is its address. It runs from left to right whatever stands around it, so that its host can be told. */
export function renderLink(address: string, text: unknown = address): TemplateResult {
  return html`<a href=${address} title=${address} dir="ltr" target="_blank" rel="noopener noreferrer nofollow">${text}</a>`;
}
