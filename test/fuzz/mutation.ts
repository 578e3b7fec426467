import fc from 'fast-check';
import { oddAttribute, oddMarkup, oddName, oddNamespace, oddText } from './odd-values.ts';
import { changeAt, depthOf, element, lengthOf, sizeOf, type StanzaTree, withAttribute } from './stanza-tree.ts';

/** A change of a stanza before it is sent. A place is taken modulo the number of places. */
type TreeMutation =
  | { readonly type: 'rename'; readonly at: number; readonly name: string }
  | { readonly type: 'attribute'; readonly at: number; readonly name: string; readonly value: string; readonly isTwice: boolean }
  | { readonly type: 'drop-attribute' | 'drop' | 'reverse'; readonly at: number }
  | { readonly type: 'text'; readonly at: number; readonly text: string }
  | { readonly type: 'repeat'; readonly at: number; readonly times: number }
  | { readonly type: 'nest'; readonly at: number; readonly depth: number; readonly isItself: boolean }
  | { readonly type: 'move'; readonly at: number; readonly to: number }
  | { readonly type: 'many-attributes'; readonly at: number; readonly count: number };

/** A change of the stanza's text. */
type TextMutation =
  | { readonly type: 'cut' | 'double'; readonly at: number }
  | { readonly type: 'splice'; readonly at: number; readonly markup: string }
  | { readonly type: 'after' | 'before'; readonly markup: string };

export type Mutation = TreeMutation | TextMutation;

/** Mostly one of a few numbers, now and then one beyond what any reader accepts. */
const times = (few: readonly number[], ...many: readonly number[]) =>
  fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...few) }, { weight: 1, arbitrary: fc.constantFrom(...many) });

const at = fc.nat(60);
const place = fc.nat(10_000);
const treeMutation: fc.Arbitrary<TreeMutation> = fc.oneof(
  fc.record({ type: fc.constant('rename' as const), at, name: oddName }),
  fc.record({ type: fc.constant('attribute' as const), at, name: oddAttribute, value: oddText, isTwice: fc.boolean() }),
  fc.record({ type: fc.constant('attribute' as const), at, name: fc.constant('xmlns'), value: oddNamespace, isTwice: fc.constant(false) }),
  fc.record({ type: fc.constantFrom('drop-attribute' as const, 'drop' as const, 'reverse' as const), at }),
  fc.record({ type: fc.constant('text' as const), at, text: oddText }),
  fc.record({ type: fc.constant('repeat' as const), at, times: times([2, 3], 50, 1_200) }),
  fc.record({ type: fc.constant('nest' as const), at, depth: times([1, 2, 10], 60, 2_000), isItself: fc.boolean() }),
  fc.record({ type: fc.constant('move' as const), at, to: at }),
  fc.record({ type: fc.constant('many-attributes' as const), at, count: times([3], 70, 2_000) }),
);
const textMutation: fc.Arbitrary<TextMutation> = fc.oneof(
  fc.record({ type: fc.constantFrom('cut' as const, 'double' as const), at: place }),
  fc.record({ type: fc.constant('splice' as const), at: place, markup: oddMarkup }),
  fc.record({ type: fc.constantFrom('after' as const, 'before' as const), markup: oddMarkup }),
);

export const treeMutations = fc.array(treeMutation, { maxLength: 4 });
export const textMutations: fc.Arbitrary<TextMutation[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<TextMutation[]>([]) },
  { weight: 1, arbitrary: fc.array(textMutation, { minLength: 1, maxLength: 2 }) },
);

/** How long a stanza may grow by repetition, in characters. */
const MAX_LENGTH = 300_000;
/** A deeper stanza isn't nested further, because the test's own functions would run out of stack before the host's. */
const MAX_DEPTH = 1_500;

function atMost(times: number, repeated: StanzaTree): number {
  return Math.min(times, Math.ceil(MAX_LENGTH / lengthOf(repeated)));
}

export function mutateTree(tree: StanzaTree, mutation: TreeMutation): StanzaTree {
  if (depthOf(tree) > MAX_DEPTH || lengthOf(tree) > MAX_LENGTH) return tree;
  const size = sizeOf(tree);
  return changeAt(tree, mutation.at % size, (one) => changed(one, mutation, tree, size));
}

function changed(one: StanzaTree, mutation: TreeMutation, root: StanzaTree, size: number): readonly StanzaTree[] {
  switch (mutation.type) {
    case 'rename':
      return [{ ...one, name: mutation.name }];
    case 'attribute':
      return [
        mutation.isTwice
          ? { ...one, attributes: [...one.attributes, [mutation.name, mutation.value]] }
          : withAttribute(one, mutation.name, mutation.value),
      ];
    case 'drop-attribute':
      return [{ ...one, attributes: one.attributes.slice(1) }];
    case 'drop':
      return one === root ? [one] : [];
    case 'reverse':
      return [{ ...one, children: [...one.children].reverse() }];
    case 'text':
      return [{ ...one, children: [...one.children.filter((child) => typeof child !== 'string'), mutation.text] }];
    case 'repeat':
      return one === root
        ? [{ ...one, children: repeated(one.children, atMost(mutation.times, one)) }]
        : repeated([one], atMost(mutation.times, one));
    case 'nest': {
      let nested = one;
      const most = mutation.isItself ? atMost(mutation.depth, one) : mutation.depth;
      for (let depth = 0; depth < most; depth += 1) {
        nested = mutation.isItself
          ? { ...one, children: [...one.children.filter((child) => typeof child === 'string'), nested] }
          : element('x', {}, nested);
      }
      return [nested];
    }
    case 'move': {
      let moved: StanzaTree | undefined;
      changeAt(root, mutation.to % size, (other) => [(moved = other)]);
      return [{ ...one, children: moved ? [...one.children, moved] : one.children }];
    }
    case 'many-attributes':
      return [
        { ...one, attributes: [...one.attributes, ...Array.from({ length: mutation.count }, (_, index) => [`a${index}`, ''] as const)] },
      ];
  }
}

function repeated<T>(items: readonly T[], times: number): readonly T[] {
  return Array.from({ length: times }, () => items).flat();
}

export function mutateText(text: string, mutation: TextMutation): string {
  switch (mutation.type) {
    case 'cut':
      return text.slice(0, mutation.at % (text.length + 1));
    case 'double':
      return text + text.slice(mutation.at % (text.length + 1));
    case 'splice': {
      const where = mutation.at % (text.length + 1);
      return text.slice(0, where) + mutation.markup + text.slice(where);
    }
    case 'after':
      return text + mutation.markup;
    case 'before':
      return mutation.markup + text;
  }
}
