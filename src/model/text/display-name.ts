import { cutText } from './cut-text.ts';

/** The longest name, in UTF-16 units. */
export const MAX_NAME_LENGTH = 100;
/** Names are cut to this length before anything else is done with them, so that no name takes much time. */
const MAX_LOOKED_AT = 2_000;
/** As many marks may be drawn over one letter (UTS 39, 5.4): more would run over the lines around it. */
const MAX_MARKS = 4;

/*
 * Unicode's bidirectional controls, format characters, fillers and blanks let a name look like another, or like none. They go; what some
 * scripts and emoji need of them stays where they need it.
 */

/** Line ends, all kinds of spaces, the braille blank, and controls that would put what follows elsewhere: a space stands there. */
const SPACES = /[\s\p{Zs}\p{Zl}\p{Zp}\p{Cc}\u2800\u202A-\u202E\u2066-\u2069]+/gu;
/** Unseen: default-ignorable and format characters, the object's and the musical blank, what nobody has assigned or only a font knows. */
const UNSEEN = String.raw`[\p{Default_Ignorable_Code_Point}\p{Cf}\uFFFC\u{1D159}\p{Cn}\p{Co}\p{Cs}]`;
/** The flags of England, Scotland and Wales, written in tag characters; no others are in use (UTS 51, annex B). */
const TAG_FLAG = String.raw`\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}`;
/** One emoji as a keyboard gives it (UTS 51, 1.4.9): joined, with the colour of skin, or a key. */
const ELEMENT = String.raw`\p{Extended_Pictographic}(?:\uFE0F|[\u{1F3FB}-\u{1F3FF}])?`;
const EMOJI = String.raw`${TAG_FLAG}|[0-9#*]\uFE0F\u20E3|${ELEMENT}(?:\u200D${ELEMENT})*`;
/** Scripts whose letters join, where a non-joiner keeps two apart (UAX 31, 2.3, A1). */
const JOINING = String.raw`(?=\p{L})[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]`;
/** The sign that takes a letter's vowel, after which a joiner or non-joiner shapes it (UAX 31, 2.3, A2 and B). */
const VIRAMA = String.raw`[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D3B\u0D3C\u0D4D\u0DCA\u1039\u17D2]`;
/** Fillers count as letters, but they go, so that nothing would be left to join. */
const LETTER = String.raw`(?!${UNSEEN})\p{L}`;
const JOINER = String.raw`(?<=${LETTER}${VIRAMA})[\u200C\u200D](?=${LETTER})|(?<=${JOINING}\p{M}*)\u200C(?=${JOINING})`;

const KEPT_OR_UNSEEN = new RegExp(`(${EMOJI}|${JOINER})|${UNSEEN}`, 'gu');
/** A mark that has nothing to stand on would be drawn over what is ours. */
const LOOSE_MARKS = /(?<=^| )\p{M}+/gu;
const REPEATED_MARK = /(\p{Mn}|\p{Me})\1+/gu;
const MANY_MARKS = new RegExp(String.raw`([\p{Mn}\p{Me}]{${MAX_MARKS}})[\p{Mn}\p{Me}]+`, 'gu');

/**
 * A name as it may stand beside what is ours: on one line, of a bounded length, without anything that isn't seen or that would move what
 * stands around it. Empty when nothing is left.
 */
export function toDisplayName(text: string, maxLength = MAX_NAME_LENGTH): string {
  const seen = text
    .slice(0, MAX_LOOKED_AT)
    .replace(SPACES, ' ')
    .replace(KEPT_OR_UNSEEN, (_all, kept?: string) => kept ?? '')
    .normalize('NFC');
  const name = seen.replace(LOOSE_MARKS, '').replace(REPEATED_MARK, '$1').replace(MANY_MARKS, '$1').replace(/ +/g, ' ').trim();
  return cutText(name, maxLength).trimEnd();
}
