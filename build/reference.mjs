import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import { contractTypes, membersOf, sourceOf, textOfType } from './contract-declarations.mjs';

/** What the widget itself calls. */
const OWN = ['interceptCommands', 'openChannel', 'offers', 'stayAwake', 'suspend', 'resume', 'giveUp', 'version', 'workers'];
const CONTRACT = 'src/channel/contract.ts';

/** What developers call, hear and get, as docs/embedding-reference.md has it: made of the declarations and their comments. @param {ts.Program} program */
export function reference(program) {
  const checker = program.getTypeChecker();
  const { inputs, asked } = contractTypes(program, CONTRACT);
  const index = sourceOf(program, 'src/embed/index.ts');
  const workspace = sourceOf(program, 'src/embed/embedded-workspace.ts');
  const members = (/** @type {ts.SourceFile} */ source, /** @type {string} */ name) => {
    const node = source.statements.find((one) => (ts.isInterfaceDeclaration(one) || ts.isClassDeclaration(one)) && one.name?.text === name);
    if (!node) throw new Error(`${source.fileName} declares no ${name}.`);
    return membersOf(checker, checker.getTypeAtLocation(node), node).filter(
      ({ name: member }) => !member.startsWith('__#') && !member.startsWith('#') && !OWN.includes(member),
    );
  };
  const client = sourceOf(program, 'src/client/backchannel-client.ts');
  const type = (/** @type {ts.Type} */ of) => textOfType(program, of, dirname(resolve(CONTRACT))).replaceAll(/import\("[^"]+"\)\./g, '');
  const row = (/** @type {{name: string, doc: string, type: ts.Type}} */ { name, doc, type: of }) =>
    `| \`${name}\` | ${code(type(of).replace(/ \| undefined$/, ''))} | ${said(name, doc)} |`;
  const named = (/** @type {string} */ word) => `| ${word} | takes | what it is |\n| --- | --- | --- |`;
  return `# Reference

\`npm run reference\` makes this page of the sources' declarations and comments. [embedding.md](embedding.md) says how to begin.

## Options of \`openWorkspace\`

${named('option')}
${members(index, 'OpenWorkspaceOptions').map(row).join('\n')}

## The workspace

${named('member')}
${members(workspace, 'EmbeddedWorkspace').map(row).join('\n')}

## The client

\`await workspace.client(element)\`, \`openFrame(options)\` of [the frame](embedding-frame.md), or \`openDock({ telephony })\` of [the dock](embedding-dock.md#the-client); [embedding-client.md](embedding-client.md) says how to use it. What isn't done rejects with an [error](#errors-of-the-client).

${named('member')}
${members(client, 'BackchannelClient').map(row).join('\n')}

### Options of \`openFrame\`

${named('option')}
${members(sourceOf(program, 'src/embed/frame-loader.ts'), 'FrameOptions').map(row).join('\n')}

### State

\`client.state\`, and what \`onState\` tells.

${named('member')}
${members(sourceOf(program, 'src/client/client-state.ts'), 'ClientState').map(row).join('\n')}

### Hooks

The names that \`client.before\` takes, with the facts that a hook is told, and what it may answer beside \`holdBack\`.

${named('name')}
${members(client, 'Hooks').map(row).join('\n')}

### View

What \`client.setView\` takes.

${named('option')}
${members(client, 'ViewOptions').map(row).join('\n')}

### Errors of the client

\`error.code\`; beside these, the [refusals](#refusals) and [why a workspace isn't ready](#why-a-workspace-isnt-ready).

| code | what it means |
| --- | --- |
${reasons(sourceOf(program, 'src/client/client-error.ts')).join('\n')}

## Commands

\`workspace.commands.NAME(input)\` resolves to \`{}\`, with \`sessionId\` or \`callId\` where it opened or found one, or to one of the [refusals](#refusals). Every command may be given twice.

${named('command')}
${inputs.map(row).join('\n')}

## Queries

\`workspace.subscribe({ kind: NAME, ...asked }, onAnswer)\` calls the function with the answer, and again with each change; it returns a function that ends it.

${named('query')}
${asked.map(row).join('\n')}

## Refusals

\`refused\` of a command's result, and \`refusal.refused\` of an \`InteractionError\`.

| refused | with | when |
| --- | --- | --- |
${unionOf(sourceOf(program, CONTRACT), 'Refusal')
  .map(({ node, doc }) => variant(checker, node, 'refused', doc, type))
  .join('\n')}

## Why a workspace isn't ready

\`error.code\` of what \`workspace.ready\` rejects with.

| code | what it means |
| --- | --- |
${reasons(sourceOf(program, 'src/embed/workspace-error.ts')).join('\n')}

## Events of interactions

\`workspace.onInteractionEvent(handler)\`; each has \`eventId\`, \`interactionId\` and \`at\`.

| name | with | when |
| --- | --- | --- |
${unionOf(sourceOf(program, 'src/model/desk/interaction-event.ts'), 'InteractionEvent')
  .map(({ node, doc }) => variant(checker, node, 'name', doc, type))
  .join('\n')}
`;
}

/** What a row says of what it is about: nothing stays without a word. @param {string} name @param {string} doc */
function said(name, doc) {
  if (!doc.trim()) throw new Error(`${name} has no comment, which docs/embedding-reference.md would show.`);
  return cell(doc);
}

/** @param {string} text */
const cell = (text) => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
/** @param {string} text */
const code = (text) => `\`${cell(text)}\``;

/** The members of a union, each with the comment before it. @param {ts.SourceFile} source @param {string} name */
function unionOf(source, name) {
  const node = source.statements.filter(ts.isTypeAliasDeclaration).find((one) => one.name.text === name);
  if (!node || !ts.isUnionTypeNode(node.type)) throw new Error(`${source.fileName} has no union ${name}.`);
  const text = source.getFullText();
  return node.type.types.map((member, index) => {
    // The comment stands before the bar.
    const from = index === 0 ? node.type.getFullStart() : (/** @type {ts.UnionTypeNode} */ (node.type).types[index - 1]?.end ?? 0);
    const comment = /\/\*\*(.*?)\*\//s.exec(text.slice(from, member.getStart()))?.[1] ?? '';
    return { node: member, doc: comment.replaceAll(/\n\s*\*/g, ' ') };
  });
}

/**
 * The row of one member of a union: what tells it apart, and what else it has.
 * @param {ts.TypeChecker} checker @param {ts.TypeNode} node @param {string} key @param {string} doc @param {(type: ts.Type) => string} text
 */
function variant(checker, node, key, doc, text) {
  const members = membersOf(checker, checker.getTypeAtLocation(node), node);
  const name = members.find((member) => member.name === key);
  const others = members.filter((member) => member.name !== key && !['eventId', 'interactionId', 'at'].includes(member.name));
  const first = name ? text(name.type).replaceAll('"', '') : '';
  return `| \`${first}\` | ${others.map((member) => `\`${member.name}\`: ${code(text(member.type))}`).join(', ')} | ${said(first, doc)} |`;
}

/** @param {ts.SourceFile} source */
function reasons(source) {
  /** @type {string[]} */
  const rows = [];
  source.forEachChild(function visit(node) {
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.initializer))
      rows.push(`| \`${/** @type {ts.Identifier | ts.StringLiteral} */ (node.name).text}\` | ${cell(node.initializer.text)} |`);
    node.forEachChild(visit);
  });
  return rows;
}
