/** An element. Its attributes are in order, and may be doubled; text is kept as written in XML, with its references. */
export interface StanzaTree {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly (StanzaTree | string)[];
}

export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly (StanzaTree | string | undefined)[]
): StanzaTree {
  return {
    name,
    attributes: Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
    children: children.filter((child) => child !== undefined),
  };
}

const MARKUP = /<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g;

/** Parses a vector, which is well-formed. It doesn't detect XML that isn't. */
export function readTree(xml: string): StanzaTree {
  const open: { name: string; attributes: [string, string][]; children: (StanzaTree | string)[] }[] = [
    { name: '', attributes: [], children: [] },
  ];
  let end = 0;
  for (const markup of xml.matchAll(MARKUP)) {
    const [whole, isClosing, name = '', attributes = '', isEmpty] = markup;
    const parent = open.at(-1);
    if (markup.index > end) parent?.children.push(xml.slice(end, markup.index));
    end = markup.index + whole.length;
    if (isClosing) {
      open.pop();
      continue;
    }
    const tree = {
      name,
      attributes: [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key = '', value = '']): [string, string] => [key, value]),
      children: [],
    };
    parent?.children.push(tree);
    if (!isEmpty) open.push(tree);
  }
  const root = open[0]?.children.find((child) => typeof child !== 'string');
  if (!root || open.length !== 1) throw new Error(`No stanza: ${xml.slice(0, 100)}`);
  return root;
}

export function writeTree({ name, attributes, children }: StanzaTree): string {
  const start = `<${name}${attributes.map(([key, value]) => ` ${key}="${value}"`).join('')}`;
  if (children.length === 0) return `${start}/>`;
  return `${start}>${children.map((child) => (typeof child === 'string' ? child : writeTree(child))).join('')}</${name}>`;
}

export function withAttribute(tree: StanzaTree, name: string, value: string | undefined): StanzaTree {
  const others = tree.attributes.filter(([key]) => key !== name);
  return { ...tree, attributes: value === undefined ? others : [...others, [name, value]] };
}

/** The number of elements in the tree. */
export function sizeOf(tree: StanzaTree): number {
  return tree.children.reduce((sum, child) => sum + (typeof child === 'string' ? 0 : sizeOf(child)), 1);
}

/** The depth of the tree. */
export function depthOf(tree: StanzaTree): number {
  return tree.children.reduce((deepest, child) => Math.max(deepest, typeof child === 'string' ? 0 : depthOf(child)), 0) + 1;
}

/** The approximate length of the tree as XML, in characters. */
export function lengthOf({ name, attributes, children }: StanzaTree): number {
  const own = attributes.reduce((sum, [key, value]) => sum + key.length + value.length + 4, 2 * name.length + 5);
  return children.reduce((sum, child) => sum + (typeof child === 'string' ? child.length : lengthOf(child)), own);
}

/**
 * Replaces an element.
 * @param at the element's number, in document order; the root is 0
 * @param change gives the elements that replace it; none removes it, except the root
 */
export function changeAt(tree: StanzaTree, at: number, change: (tree: StanzaTree) => readonly StanzaTree[]): StanzaTree {
  let count = -1;
  const visit = (one: StanzaTree): readonly StanzaTree[] => {
    count += 1;
    if (count === at) return change(one);
    return [
      {
        ...one,
        children: one.children.flatMap((child): readonly (StanzaTree | string)[] => (typeof child === 'string' ? [child] : visit(child))),
      },
    ];
  };
  return visit(tree)[0] ?? tree;
}

/** Changes each text, and each attribute of these names. */
export function mapTexts(tree: StanzaTree, names: readonly string[], change: (text: string) => string): StanzaTree {
  return {
    ...tree,
    attributes: tree.attributes.map(([name, value]) => [name, names.includes(name) ? change(value) : value] as const),
    children: tree.children.map((child) => (typeof child === 'string' ? change(child) : mapTexts(child, names, change))),
  };
}
