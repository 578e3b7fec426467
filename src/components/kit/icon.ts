import { html, type TemplateResult } from 'lit';

const templates = new Map<string, TemplateResult>();

/**
 * A codicon as decoration: the words beside it, or its button's name, say what it means.
 * @param markup The text of one of our own bundled SVG files; never data.
 */
export function icon(markup: string): TemplateResult {
  let template = templates.get(markup);
  if (!template) {
    // Each icon keeps its own array of strings, so that Lit parses it only once, however often it is shown.
    const text = `<span class="icon" aria-hidden="true">${markup}</span>`;
    template = html(Object.assign([text], { raw: [text] }));
    templates.set(markup, template);
  }
  return template;
}
