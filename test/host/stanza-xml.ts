/** A frame's element. @throws when it isn't one */
export function parseFrame(frame: string): Element {
  const document = new DOMParser().parseFromString(frame, 'application/xml');
  if (document.getElementsByTagName('parsererror').length > 0) throw new Error(`Not well-formed: ${frame.slice(0, 200)}`);
  return document.documentElement;
}

const serializer = new XMLSerializer();
export function textOf(element: Element): string {
  return serializer.serializeToString(element);
}

/** Text as it stands in XML, in an attribute too. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** The first child of this name, in this namespace where one is given. */
export function child(parent: Element, name: string, namespace?: string): Element | undefined {
  return [...parent.children].find(
    ({ localName, namespaceURI }) => localName === name && (namespace === undefined || namespaceURI === namespace),
  );
}

/** Attributes as they are written; what is undefined is left out. */
export function attributes(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeXml(value)}"`))
    .join('');
}
