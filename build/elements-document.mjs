/** @typedef {import('./elements-typings.mjs').Manifest} Manifest */

/** docs/elements.md: every element that a page uses, made of the manifest. @param {Manifest} manifest */
export function elementsDocument({ modules }) {
  return `# Elements

\`npm run reference\` makes this page of the elements' doc blocks. [embedding-elements.md](embedding-elements.md) says how to put them into a layout of your own.

${modules.flatMap(({ path, declarations }) => declarations.map((element) => sectionOf(path, element))).join('\n')}`;
}

/** @param {string} path @param {import('./elements-typings.mjs').Element} element */
function sectionOf(path, { tagName, description, attributes, members, events, slots, cssProperties }) {
  const module = path === 'backchannel.js' ? '@backchannel/widget' : `@backchannel/widget/${path}`;
  const parts = [
    table(
      'property',
      'takes',
      members.map(({ name, type, description: text }) => [name, `\`${type?.text ?? ''}\``, text]),
    ),
    table(
      'attribute',
      undefined,
      attributes.map(({ name, description: text }) => [name, text]),
    ),
    table(
      'event',
      undefined,
      events.map(({ name, description: text }) => [name, text]),
    ),
    table(
      'slot',
      undefined,
      slots.map(({ name, description: text }) => [name === '-' ? '' : name, text]),
    ),
    table(
      'custom property of CSS',
      undefined,
      cssProperties.map(({ name, description: text }) => [name, text]),
    ),
  ];
  return `## \`<${tagName}>\`\n\n${description}\n\n\`import '${module}';\`\n${parts
    .filter(Boolean)
    .map((part) => `\n${part}`)
    .join('')}`;
}

/** @param {string} what @param {string | undefined} takes @param {readonly (readonly string[])[]} rows */
function table(what, takes, rows) {
  if (!rows.length) return '';
  const head = [what, ...(takes ? [takes] : []), 'what it is'];
  const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|');
  const lines = rows.map(
    ([name = '', ...rest]) => `| ${[name ? `\`${name}\`` : 'the one without a name', ...rest].map(cell).join(' | ')} |`,
  );
  return `| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |\n${lines.join('\n')}\n`;
}
