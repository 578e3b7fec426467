import ts from 'typescript';
import { PAGE_ELEMENTS_FOLDER, pageElements } from './page-elements.mjs';

/** The widget as a whole, which its module defines. */
const WHOLE = { file: 'src/components/workspace/workspace-root.ts', module: 'backchannel.js' };

/**
 * The custom elements manifest (schema 1.0.0) of the elements that a page uses, made of their doc blocks and properties.
 * @param {ts.Program} program
 */
export function elementsManifest(program) {
  const files = [WHOLE, ...pageElements().map((name) => ({ file: `${PAGE_ELEMENTS_FOLDER}/${name}.ts`, module: `elements/${name}.js` }))];
  return {
    schemaVersion: '1.0.0',
    modules: files.map(({ file, module: path }) => {
      const declarations = classesOf(program, file).map((node) => elementOf(program, node));
      return {
        kind: 'javascript-module',
        path,
        declarations,
        exports: declarations.map(({ tagName, name }) => ({
          kind: 'custom-element-definition',
          name: tagName,
          declaration: { name, module: path },
        })),
      };
    }),
  };
}

/** @param {ts.Program} program @param {string} file @returns {readonly ts.ClassDeclaration[]} */
const classesOf = (program, file) =>
  program
    .getSourceFiles()
    .find(({ fileName }) => fileName.endsWith(file))
    ?.statements.filter(ts.isClassDeclaration) ?? [];

/** @param {ts.Program} program @param {ts.ClassDeclaration} node */
function elementOf(program, node) {
  const tags = ts.getJSDocTags(node).map((tag) => ({ kind: tag.tagName.text, text: textOf(tag.comment) }));
  const named = (/** @type {string} */ kind) =>
    tags
      .filter((tag) => tag.kind === kind)
      .map(({ text }) => /^(\S+)\s+-\s+(.*)$/s.exec(text))
      .map((found) => ({ name: found?.[1] ?? '', description: found?.[2] ?? '' }));
  const name = node.name?.text ?? '';
  const tagName = tags.find(({ kind }) => kind === 'tag')?.text;
  const description = descriptionOf(node);
  if (!tagName || !description) throw new Error(`${name} has no doc block with its description and its @tag.`);
  const members = propertiesOf(program, node).map((member) => ({
    kind: 'field',
    name: member.name.getText(),
    description: descriptionOf(member),
    ...(member.type ? { type: { text: member.type.getText() } } : typeOf(member.initializer)),
    ...(member.initializer ? { default: member.initializer.getText() } : {}),
  }));
  const silent = members.find((member) => !member.description);
  if (silent) throw new Error(`${silent.name} of <${tagName}> has no comment.`);
  return {
    kind: 'class',
    customElement: true,
    name,
    tagName,
    description,
    superclass: { name: 'LitElement', package: 'lit' },
    attributes: named('attr').map((attribute) => ({ ...attribute, type: { text: 'string' } })),
    events: named('fires').map((event) => ({ ...event, type: { text: 'CustomEvent' } })),
    slots: named('slot'),
    cssProperties: named('cssprop'),
    members,
  };
}

/** The properties that a page sets: an element's own, and before them those of the class that it extends. @param {ts.Program} program @param {ts.ClassDeclaration} node @returns {readonly ts.PropertyDeclaration[]} */
function propertiesOf(program, node) {
  const extended = node.heritageClauses?.[0]?.types[0]?.expression.getText();
  const base = classesOf(program, `${PAGE_ELEMENTS_FOLDER}/page-element.ts`).find(({ name }) => name?.text === extended);
  const own = node.members
    .filter(ts.isPropertyDeclaration)
    .filter(
      (member) => decoratorsOf(member).includes('property') && !ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal'),
    );
  return [...(base ? propertiesOf(program, base) : []), ...own];
}

/** @param {ts.Expression | undefined} initializer */
function typeOf(initializer) {
  if (!initializer) return {};
  return { type: { text: ts.isStringLiteral(initializer) ? 'string' : 'boolean' } };
}

/** @param {ts.PropertyDeclaration} member */
const decoratorsOf = (member) =>
  (ts.getDecorators(member) ?? []).map(({ expression }) => (ts.isCallExpression(expression) ? expression.expression.getText() : ''));

/** @param {string | ts.NodeArray<ts.JSDocComment> | undefined} comment */
const textOf = (comment) => (ts.getTextOfJSDocComment(comment) ?? '').replaceAll(/\s+/g, ' ').trim();

/** @param {ts.Node} node */
const descriptionOf = (node) => textOf(ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment);
