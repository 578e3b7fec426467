/** A colour of a theme: red, green and blue from 0 to 255, and how opaque it is, from 0 to 1. */
export interface Color {
  readonly rgb: readonly [red: number, green: number, blue: number];
  readonly alpha: number;
}

export const WHITE: Color = { rgb: [255, 255, 255], alpha: 1 };
export const BLACK: Color = { rgb: [0, 0, 0], alpha: 1 };

/** Reads `#rgb`, `#rgba`, `#rrggbb` and `#rrggbbaa`, as VS Code's themes write colours. Anything else is none. */
export function readColor(text: unknown): Color | undefined {
  if (typeof text !== 'string' || !/^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(text)) return undefined;

  const digits = text.length < 6 ? text.slice(1).replaceAll(/./g, '$&$&') : text.slice(1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return { rgb: [red, green, blue], alpha: alpha / 255 };
}

export function writeColor({ rgb, alpha }: Color): string {
  const all = alpha === 1 ? rgb : [...rgb, alpha * 255];
  return `#${all.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

/** Of two colours, so much of the first and the rest of the second. */
export function mix(one: Color, other: Color, share: number): Color {
  const part = (index: 0 | 1 | 2) => one.rgb[index] * share + other.rgb[index] * (1 - share);
  return { rgb: [part(0), part(1), part(2)], alpha: 1 };
}

/** What is seen of a colour that isn't opaque on one that is. */
export const over = (color: Color, below: Color): Color => mix(color, below, color.alpha);

/** WCAG 2.2's relative luminance. */
export function luminanceOf({ rgb }: Color): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2's contrast of two opaque colours, from 1 to 21. */
export function contrastOf(one: Color, other: Color): number {
  const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** The colour nearest to this one, on its way to white or to black, that has the contrast with each of the others; undefined where none has. */
export function readableOn(color: Color, surfaces: readonly Color[], contrast: number): Color | undefined {
  const isReadable = (one: Color) => surfaces.every((surface) => contrastOf(one, surface) >= contrast);
  // What is written has whole numbers, of which the contrast has to hold.
  const written = (one: Color) => readColor(writeColor(one)) ?? one;
  for (let share = 0; share <= 1.0001; share += 0.05) {
    const found = [WHITE, BLACK].map((end) => written(mix(end, color, share))).find(isReadable);
    if (found) return found;
  }
  return undefined;
}
