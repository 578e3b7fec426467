import { XMLElement } from 'stanza/jxt/index.js';

/** Why a text isn't taken as XML, as a code without any of the content, which is counted. */
export type XmlProblem =
  | 'malformed'
  | 'forbidden-markup'
  | 'several-roots'
  | 'too-long'
  | 'too-deep'
  | 'too-many-attributes'
  | 'too-many-children';

export class XmlError extends Error {
  override readonly name = 'XmlError';

  constructor(readonly problem: XmlProblem) {
    super(`The XML can't be read: ${problem}`);
  }
}

export interface XmlBounds {
  /** The longest text, in UTF-16 units. */
  readonly length: number;
  readonly depth: number;
  /** The most attributes of one element. */
  readonly attributes: number;
  /** The most children of one element: elements and runs of text. */
  readonly children: number;
}

// XML 1.0 2.2 and 2.3, and Namespaces in XML 1.0 3: a name has at most one colon, which parts its prefix.
const NAME_START =
  'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const PART = `[${NAME_START}][${NAME_START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040]*`;
const NAME = `(?:${PART}:)?${PART}`;
const SPACE = '[ \\t\\n]';

const NOT_A_CHARACTER = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF\p{Cs}]/u;
const DECLARATION = /<\?xml[ \t\n][^<>?]*\?>/y;
const OPENING = new RegExp(`<(${NAME})`, 'uy');
const ATTRIBUTE = new RegExp(`${SPACE}+(${NAME})${SPACE}*=${SPACE}*(?:"([^<"]*)"|'([^<']*)')`, 'uy');
const OPENING_END = new RegExp(`${SPACE}*(/?)>`, 'y');
const CLOSING = new RegExp(`</(${NAME})${SPACE}*>`, 'uy');
const CDATA_START = '<![CDATA[';
const CDATA_END = ']]>';

const REFERENCE = /&(?:#x0*([0-9a-fA-F]{1,6})|#0*([0-9]{1,7})|(amp|apos|gt|lt|quot));|&/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['apos', "'"],
  ['gt', '>'],
  ['lt', '<'],
  ['quot', '"'],
]);
/** Namespaces in XML 1.0 3: these prefixes stand for themselves. */
const NS_XML = 'http://www.w3.org/XML/1998/namespace';
const NS_XMLNS = 'http://www.w3.org/2000/xmlns/';

/**
 * Reads one XML document as XMPP has it (RFC 6120 11): no comments, processing instructions, document types or entities of its own. Nothing
 * outlives the call, so that a text which can't be read costs only itself. StanzaJS's parser isn't used, because it keeps its state from
 * one stanza to the next, takes inherited names (`constructor`) for attributes that were there already, and has no bounds.
 * @throws XmlError
 */
export function readXml(text: string, bounds: XmlBounds): XMLElement {
  if (text.length > bounds.length) throw new XmlError('too-long');
  if (NOT_A_CHARACTER.test(text)) throw new XmlError('malformed');
  // XML 1.0 2.11: line ends are one character.
  return new XmlReader(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text, bounds).read();
}

/** StanzaJS takes `xmlns=""` for no declaration at all, and so the element for one of its parent's namespace. It is of no namespace (Namespaces in XML 1.0 6.2). */
class ReadElement extends XMLElement {
  override getNamespace(): string {
    return this.name.includes(':') ? super.getNamespace() : this.getDefaultNamespace();
  }

  override getDefaultNamespace(): string {
    return this.attributes.xmlns ?? this.parent?.getDefaultNamespace() ?? '';
  }
}

class XmlReader {
  #at = 0;
  #depth = 0;
  #root: XMLElement | undefined;
  #open: XMLElement | undefined;

  constructor(
    private readonly text: string,
    private readonly bounds: XmlBounds,
  ) {}

  read(): XMLElement {
    this.#match(DECLARATION);
    for (let next = this.text.indexOf('<', this.#at); next >= 0; next = this.text.indexOf('<', this.#at)) {
      this.#takeText(this.text.slice(this.#at, next));
      this.#at = next;
      this.#takeMarkup();
    }
    this.#takeText(this.text.slice(this.#at));
    if (!this.#root || this.#open) throw new XmlError('malformed');
    return this.#root;
  }

  #takeText(text: string): void {
    if (text === '') return;
    if (this.#open) return this.#append(withoutReferences(text, CDATA_END));
    if (/[^ \t\n]/.test(text)) throw new XmlError('malformed');
  }

  #takeMarkup(): void {
    const opening = this.#match(OPENING);
    if (opening) return this.#takeOpening(opening[1] ?? '');
    const closing = this.#match(CLOSING);
    if (closing) return this.#takeClosing(closing[1] ?? '');
    const mark = this.text.charAt(this.#at + 1);
    if (this.#open && this.text.startsWith(CDATA_START, this.#at)) return this.#takeCdata();
    throw new XmlError(mark === '!' || mark === '?' ? 'forbidden-markup' : 'malformed');
  }

  #takeOpening(name: string): void {
    if (this.#root && !this.#open) throw new XmlError('several-roots');
    const element = new ReadElement(name, this.#takeAttributes());
    const end = this.#match(OPENING_END);
    if (!end) throw new XmlError('malformed');
    if (this.#depth >= this.bounds.depth) throw new XmlError('too-deep');
    if (this.#open) this.#append(element);
    else this.#root = element;
    checkNames(element);
    if (end[1] === '/') return;
    this.#open = element;
    this.#depth += 1;
  }

  /** The attributes, in an object without a prototype, so that `constructor` isn't taken for an attribute that was given already. */
  #takeAttributes(): Record<string, string> {
    const attributes = Object.create(null) as Record<string, string>;
    let count = 0;
    for (let found = this.#match(ATTRIBUTE); found; found = this.#match(ATTRIBUTE)) {
      const [, name = '', quoted, singleQuoted = ''] = found;
      if (name in attributes) throw new XmlError('malformed');
      count += 1;
      if (count > this.bounds.attributes) throw new XmlError('too-many-attributes');
      // XML 1.0 3.3.3: white space as it stands is a space.
      attributes[name] = withoutReferences((quoted ?? singleQuoted).replace(/[\t\n]/g, ' '));
    }
    return attributes;
  }

  #takeClosing(name: string): void {
    if (this.#open?.name !== name) throw new XmlError('malformed');
    this.#open = this.#open.parent;
    this.#depth -= 1;
  }

  #takeCdata(): void {
    const start = this.#at + CDATA_START.length;
    const end = this.text.indexOf(CDATA_END, start);
    if (end < 0) throw new XmlError('malformed');
    if (end > start) this.#append(this.text.slice(start, end));
    this.#at = end + CDATA_END.length;
  }

  #append(child: XMLElement | string): void {
    if ((this.#open?.children.length ?? 0) >= this.bounds.children) throw new XmlError('too-many-children');
    this.#open?.appendChild(child);
  }

  /** Takes what stands at this place, if it matches. */
  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }
}

/** @param forbidden Characters that may not stand there (XML 1.0 2.4) */
function withoutReferences(text: string, forbidden?: string): string {
  if (forbidden !== undefined && text.includes(forbidden)) throw new XmlError('malformed');
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (_, hex: string | undefined, decimal: string | undefined, entity: string | undefined) => {
    if (entity !== undefined) return ENTITIES.get(entity) ?? '';
    const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
    const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
    if (NOT_A_CHARACTER.test(character)) throw new XmlError('malformed');
    return character;
  });
}

/** Namespaces in XML 1.0 5 and 6.3: each prefix is declared, and no attribute stands twice under two prefixes of one namespace. */
function checkNames(element: XMLElement): void {
  const { name, attributes } = element;
  const expanded = new Set<string>();
  const prefixed = Object.keys(attributes).filter((attribute) => attribute.includes(':'));
  for (const attribute of prefixed) if (attribute.startsWith('xmlns:')) checkDeclaration(attribute.slice(6), attributes[attribute]);
  if (attributes.xmlns === NS_XML || attributes.xmlns === NS_XMLNS) throw new XmlError('malformed');
  for (const attribute of prefixed) {
    const [prefix = '', local = ''] = attribute.split(':');
    if (prefix === 'xmlns') continue;
    const key = `${namespaceOf(prefix, element)} ${local}`;
    if (expanded.has(key)) throw new XmlError('malformed');
    expanded.add(key);
  }
  if (name.includes(':')) namespaceOf(name.slice(0, name.indexOf(':')), element);
}

function checkDeclaration(prefix: string, namespace = ''): void {
  if (namespace === '' || prefix === 'xmlns' || namespace === NS_XMLNS || (prefix === 'xml') !== (namespace === NS_XML))
    throw new XmlError('malformed');
}

function namespaceOf(prefix: string, element: XMLElement): string {
  if (prefix === 'xml') return NS_XML;
  for (let scope: XMLElement | undefined = element; scope; scope = scope.parent) {
    const declared = scope.attributes[`xmlns:${prefix}`];
    if (declared !== undefined) return declared;
  }
  throw new XmlError('malformed');
}
