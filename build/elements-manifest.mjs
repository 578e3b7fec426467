import ts from 'typescript';

/** The elements that a page uses by themselves. */
const FILES = ['src/components/workspace/workspace-root.ts'];

/**
 * The custom elements manifest (schema 1.0.0) of the elements that a page uses, made of their doc blocks and properties.
 * @param {ts.Program} program
 */
export function elementsManifest(program) {
  const declarations = program
    .getSourceFiles()
    .filter(({ fileName }) => FILES.some((file) => fileName.endsWith(file)))
    .flatMap(({ statements }) => statements.filter(ts.isClassDeclaration).map(elementOf));
  return {
    schemaVersion: '1.0.0',
    modules: [
      {
        kind: 'javascript-module',
        path: 'backchannel.js',
        declarations,
        exports: declarations.map(({ tagName, name }) => ({
          kind: 'custom-element-definition',
          name: tagName,
          declaration: { name, module: 'backchannel.js' },
        })),
      },
    ],
  };
}

/** @param {ts.ClassDeclaration} node */
function elementOf(node) {
  const tags = ts.getJSDocTags(node).map((tag) => ({ kind: tag.tagName.text, text: textOf(tag.comment) }));
  const named = (/** @type {string} */ kind) =>
    tags
      .filter((tag) => tag.kind === kind)
      .map(({ text }) => /^(\S+)\s+-\s+(.*)$/s.exec(text))
      .map((found) => ({ name: found?.[1] ?? '', description: found?.[2] ?? '' }));
  const tagName = tags.find(({ kind }) => kind === 'tag')?.text ?? '';
  const properties = node.members.filter(ts.isPropertyDeclaration).filter((member) => decoratorsOf(member).includes('property'));
  return {
    kind: 'class',
    customElement: true,
    name: node.name?.text ?? '',
    tagName,
    description: descriptionOf(node),
    superclass: { name: 'LitElement', package: 'lit' },
    attributes: named('attr'),
    cssProperties: named('cssprop'),
    members: properties.map((member) => ({
      kind: 'field',
      name: member.name.getText(),
      description: descriptionOf(member),
      ...(member.type ? { type: { text: member.type.getText() } } : {}),
      ...(member.initializer ? { default: member.initializer.getText() } : {}),
    })),
  };
}

/** @param {ts.PropertyDeclaration} member */
const decoratorsOf = (member) =>
  (ts.getDecorators(member) ?? []).map(({ expression }) => (ts.isCallExpression(expression) ? expression.expression.getText() : ''));

/** @param {string | ts.NodeArray<ts.JSDocComment> | undefined} comment */
const textOf = (comment) => (ts.getTextOfJSDocComment(comment) ?? '').replaceAll(/\s+/g, ' ').trim();

/** @param {ts.Node} node */
const descriptionOf = (node) => textOf(ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment);
