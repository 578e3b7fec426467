import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import type { XMLElement } from 'stanza/jxt/index.js';
import { readXml, XmlError, type XmlProblem } from '../../src/background/xmpp/xml-reader.ts';
import { mutateText, mutateTree, textMutations, treeMutations } from '../fuzz/mutation.ts';
import { iq, message, presence } from '../fuzz/payload.ts';
import { writeTree } from '../fuzz/stanza-tree.ts';

const BOUNDS = { length: 50_000, depth: 48, attributes: 64, children: 1_000 };
/** A tree as plain data, in which neighbouring runs of text are one. */
type Plain = readonly [name: string, attributes: Readonly<Record<string, string>>, children: readonly (Plain | string)[]];

function joined(children: readonly (Plain | string)[]): readonly (Plain | string)[] {
  return children.reduce<(Plain | string)[]>((all, child) => {
    const last = all.at(-1);
    if (typeof child === 'string' && typeof last === 'string') all[all.length - 1] = last + child;
    else if (child !== '') all.push(child);
    return all;
  }, []);
}

const sorted = (attributes: readonly (readonly [string, string])[]) =>
  Object.fromEntries([...attributes].sort(([one], [other]) => (one < other ? -1 : 1)));

function plainOfOurs(element: XMLElement): Plain {
  const name = element.name.includes(':') ? element.name.slice(element.name.indexOf(':') + 1) : element.name;
  return [
    `{${element.getNamespace()}}${name}`,
    sorted(Object.entries(element.attributes).map(([key, value]) => [key, value ?? ''])),
    joined(element.children.map((child) => (typeof child === 'string' ? child : plainOfOurs(child)))),
  ];
}

function plainOfBrowser(element: Element): Plain {
  const children = [...element.childNodes].map((node) => (node instanceof Element ? plainOfBrowser(node) : (node.nodeValue ?? '')));
  return [
    `{${element.namespaceURI ?? ''}}${element.localName}`,
    sorted([...element.attributes].map(({ name, value }) => [name, value])),
    joined(children),
  ];
}

function ours(xml: string): Plain | XmlProblem {
  try {
    return plainOfOurs(readXml(xml, BOUNDS));
  } catch (error) {
    if (error instanceof XmlError) return error.problem;
    throw error;
  }
}

function browsers(xml: string): Plain | undefined {
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  return document.querySelector('parsererror') ? undefined : plainOfBrowser(document.documentElement);
}

/** The text has only whole characters, as a WebSocket delivers it (RFC 6455 8.1). */
const mutated = fc
  .record({ base: fc.oneof(message, presence, iq), tree: treeMutations, text: textMutations })
  .map(({ base, tree, text }) => text.reduce(mutateText, writeTree(tree.reduce(mutateTree, base))).replace(/\p{Cs}/gu, '\uFFFD'));

describe("our reader and the browser's", () => {
  it('agree on every frame that ours takes', () => {
    const counts = { both: 0, neither: 0, stricter: 0 };
    fc.assert(
      fc.property(mutated, (xml) => {
        const own = ours(xml);
        // The browser takes half a second for a text that is too long for ours, and nothing is asserted about a text that ours refuses.
        if (own === 'too-long') return;
        const theirs = browsers(xml);
        if (typeof own !== 'string') {
          counts.both += 1;
          expect(theirs, `the browser refuses ${xml.slice(0, 300)}`).not.to.equal(undefined);
          expect(JSON.stringify(own)).to.equal(JSON.stringify(theirs));
        } else if (theirs === undefined) counts.neither += 1;
        // XMPP has no comments and the like (RFC 6120 11.1), there are bounds, and Chromium takes some of what isn't well-formed.
        else counts.stricter += 1;
      }),
      { numRuns: 3_000, seed: 11 },
    );
    // Each kind has come up often enough for the agreement to mean something.
    for (const count of Object.values(counts)) expect(count, JSON.stringify(counts)).to.be.above(20);
  });
});
