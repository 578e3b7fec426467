import fc from 'fast-check';
import { GUEST_MARK, STRANGER_MARK } from './marks.ts';
import { oddText } from './odd-values.ts';
import { mapTexts, type StanzaTree } from './stanza-tree.ts';

export type Standing = 'peer' | 'colleague' | 'guest' | 'stranger' | 'own' | 'server' | 'none' | 'odd';

export interface Sender {
  readonly standing: Standing;
  readonly from: string | undefined;
}

/** `%BEN%` and `%ANNA%` are the full JIDs of the two hosts, which are known only when the stanza is sent. */
const FROM: Readonly<Record<Exclude<Standing, 'odd' | 'none'>, readonly string[]>> = {
  peer: ['%BEN%', 'ben@support.example', 'ben@support.example/phone'],
  colleague: ['cora@support.example/desk', 'cora@support.example', 'ida@support.example/new', 'BEN@Support.example/x'],
  guest: [`${GUEST_MARK}1@guest.support.example/x`, `${GUEST_MARK}2@guest.support.example/y`, `${GUEST_MARK}1@guest.support.example`],
  stranger: [
    `${STRANGER_MARK}@evil.example/x`,
    `${STRANGER_MARK}@support.example.evil.example`,
    `${STRANGER_MARK}.example`,
    `${STRANGER_MARK}@xsupport.example/y`,
    `ben@${STRANGER_MARK}.example/z`,
  ],
  own: ['anna@support.example', '%ANNA%', 'anna@support.example/phone'],
  server: ['support.example', 'guest.support.example'],
};

const known = (standing: keyof typeof FROM) => fc.constantFrom(...FROM[standing]).map((from): Sender => ({ standing, from }));

export const sender: fc.Arbitrary<Sender> = fc.oneof(
  { weight: 6, arbitrary: known('peer') },
  { weight: 3, arbitrary: known('colleague') },
  { weight: 4, arbitrary: known('guest') },
  { weight: 4, arbitrary: known('stranger') },
  { weight: 2, arbitrary: known('own') },
  { weight: 1, arbitrary: known('server') },
  { weight: 1, arbitrary: fc.constant<Sender>({ standing: 'none', from: undefined }) },
  { weight: 1, arbitrary: oddText.map((from): Sender => ({ standing: 'odd', from })) },
);

const MARKED_ATTRIBUTES = ['name', 'number', 'topic', 'page', 'group', 'key', 'interaction'];

/** Puts the sender's mark into everything of the stanza that could be shown. */
export function marked(tree: StanzaTree, { standing }: Sender): StanzaTree {
  const mark = standing === 'stranger' ? STRANGER_MARK : standing === 'guest' ? GUEST_MARK : undefined;
  if (mark === undefined) return tree;
  // The thread stays unmarked, because it names the session.
  return mapTexts(tree, MARKED_ATTRIBUTES, (text) => (/^\s*$|%/.test(text) ? text : `${mark} ${text}`));
}
