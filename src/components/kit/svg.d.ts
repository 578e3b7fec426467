/** Icons are bundled as the text of their file (see build/svg-string.mjs). */
declare module '*.svg' {
  const markup: string;
  export default markup;
}
