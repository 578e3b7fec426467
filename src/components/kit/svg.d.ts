/** Icons are bundled as the text of their file (see rollup.config.mjs). */
declare module '*.svg' {
  const markup: string;
  export default markup;
}
