import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript';

const FLAGS = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseFullyQualifiedType | ts.TypeFormatFlags.UseStructuralFallback;

/** What of the contract is made of its shapes, and has another declaration here. */
const DERIVED = `
export type CommandName = keyof CommandInputs;
/** As a view gives it. */
export type CommandInput<N extends CommandName> = CommandInputs[N];
export type SignInRequest = CommandInputs['signIn'];
export type QueryKind = keyof Slices;
export type Query = { [K in QueryKind]: { readonly kind: K } & QueryInputs[K] }[QueryKind];
export type QueryOf<K extends QueryKind> = Extract<Query, { readonly kind: K }>;
/** Gives a command to the session host. */
export type Commands = { readonly [N in keyof CommandInputs]: (input: CommandInputs[N]) => Promise<CommandResult> };
`;
/** What is copied as it stands. */
const COPIED = ['Refusal', 'CommandResult'];

/**
 * The contract's members as its sources have them: a name, its doc comment, and its type without aliases.
 * @param {ts.TypeChecker} checker @param {ts.Type} type @param {ts.Node} at
 * @returns {{name: string, doc: string, type: ts.Type, symbol: ts.Symbol}[]}
 */
export function membersOf(checker, type, at) {
  return checker
    .getPropertiesOfType(type)
    .map((symbol) => ({
      name: symbol.getName(),
      doc: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
      type: checker.getTypeOfSymbolAtLocation(symbol, at),
      symbol,
    }));
}

/** @param {string} doc */
const commentOf = (doc) => (doc ? `  /** ${doc.replaceAll('\n', '\n   * ')} */\n` : '');

/**
 * The declarations of the contract's files, in which commands and queries are plain types.
 * @param {ts.Program} program @param {string} path of the contract's own file
 * @returns {(readonly [path: string, text: string])[]}
 */
export function contractDeclarations(program, path) {
  const { inputs, asked, slices } = contractTypes(program, path);
  const source = sourceOf(program, path);
  const text = (/** @type {ts.Type} */ type) => textOfType(program, type, dirname(resolve(path)));
  const members = (/** @type {{name: string, doc: string, type: ts.Type}[]} */ list) =>
    list
      .map(({ name, doc, type }) => `${commentOf(doc)}  readonly ${JSON.stringify(name).replace(/^"(\w+)"$/, '$1')}: ${text(type)};\n`)
      .join('');
  const imports = source.statements.filter(ts.isImportDeclaration).map((node) => node.getFullText(source).trim());
  const copied = source.statements.filter((node) => ts.isTypeAliasDeclaration(node) && COPIED.includes(node.name.text));
  const reexported = source.statements.filter(ts.isExportDeclaration);
  const own = [
    "import type { CallId, InteractionId, SessionId } from '../model/ids.ts';",
    ...imports.filter((line) => line.includes('model/') && !line.includes('model/ids')),
    ...copied.map((node) => node.getFullText(source).trim()),
    `/** What each command takes. */\nexport interface CommandInputs {\n${members(inputs)}}`,
    `/** What each query asks. */\nexport interface QueryInputs {\n${members(asked)}}`,
    `/** What each query is answered with. */\nexport interface Slices {\n${members(slices)}}`,
    DERIVED,
    ...reexported.map((node) => node.getText(source)),
    '',
  ].join('\n');
  const parts = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(resolve(path).replace(/\.ts$/, '/')));
  return [[resolve(path), own], ...parts.map((part) => /** @type {const} */ ([part.fileName, typesOf(part)]))];
}

/** A type in TypeScript's words, which names other modules by their path from the folder. @param {ts.Program} program @param {ts.Type} type @param {string} folder */
export function textOfType(program, type, folder) {
  // TypeScript has the members of a union in an order that changes with the rest of the program.
  const sorted = (/** @type {string} */ union) => union.split(' | ').sort().join(' | ');
  return readable(program.getTypeChecker().typeToString(type, undefined, FLAGS), folder).replaceAll(/"[\w-]+"(?: \| "[\w-]+")+/g, sorted);
}

/** What a file declares as types, and what these are made of. @param {ts.SourceFile} file */
function typesOf(file) {
  const isKept = (/** @type {ts.Statement} */ node) =>
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    (ts.isImportDeclaration(node) && node.getText(file).includes('/model/'));
  return `${file.statements
    .filter(isKept)
    .map((node) => node.getFullText(file).trim())
    .join('\n')}\nexport {};\n`;
}

/**
 * What commands take, what queries ask and how they are answered.
 * @param {ts.Program} program @param {string} path
 */
export function contractTypes(program, path) {
  const checker = program.getTypeChecker();
  const source = sourceOf(program, path);
  const module = checker.getSymbolAtLocation(source);
  const constant = (/** @type {string} */ name) => {
    const symbol = checker.getExportsOfModule(/** @type {ts.Symbol} */ (module)).find((one) => one.getName() === name);
    if (!symbol) throw new Error(`${path} exports no ${name}.`);
    return membersOf(checker, checker.getTypeOfSymbol(symbol), source);
  };
  const property = (/** @type {ts.Type} */ type, /** @type {string} */ name) => {
    const symbol = type.getProperty(name);
    if (!symbol) throw new Error(`A shape has no ${name}.`);
    return checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(symbol, source));
  };
  const queries = constant('QUERIES');
  return {
    inputs: constant('COMMANDS').map((one) => ({ ...one, type: property(property(one.type, '~types'), 'input') })),
    asked: queries.map((one) => ({ ...one, type: property(property(property(one.type, 'asked'), '~types'), 'output') })),
    slices: queries.map((one) => ({ ...one, type: property(one.type, 'empty') })),
  };
}

/** TypeScript names another module by its whole path, and an id by what the type is made of. @param {string} text @param {string} folder */
function readable(text, folder) {
  const ids = { session: 'SessionId', call: 'CallId', interaction: 'InteractionId' };
  return text
    .replaceAll(/import\("([^"]+)"\)/g, (_, path) => {
      const to = relative(folder, path);
      return `import("${to.startsWith('.') ? to : `./${to}`}.js")`;
    })
    .replaceAll(
      /string & \{ readonly \[kind\]\?: "(session|call|interaction)" \| undefined; \}/g,
      (_, kind) => ids[/** @type {keyof ids} */ (kind)],
    );
}

/** @param {ts.Program} program @param {string} path */
export function sourceOf(program, path) {
  const source = program.getSourceFile(resolve(path)) ?? program.getSourceFile(path);
  if (!source) throw new Error(`${path} is no part of the program.`);
  return source;
}
