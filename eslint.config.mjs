import { configs as lit } from 'eslint-plugin-lit';
import tseslint from 'typescript-eslint';

/** Which folders of src may import which (ARCHITECTURE.md): everything not listed is forbidden. */
const MAY_IMPORT = {
  model: [],
  channel: ['model'],
  storage: ['model'],
  background: ['model', 'storage', 'channel'],
  components: ['channel', 'model', 'words', 'locales'],
  words: ['channel', 'model', 'locales'],
  'media-host': ['channel', 'model'],
  locales: [],
};
const FOLDERS = ['model', 'channel', 'storage', 'background', 'words', 'components', 'media-host', 'embed', 'extension', 'locales'];

/** Packages that one folder wraps for all others; `except` is what is left of that for a folder that wraps a part of it. */
const WRAPPED = [
  { packages: '^stanza(/|$)', folder: 'background/xmpp', except: { 'media-host': '^stanza(?!/jingle$)(/|$)' } },
  { packages: '^idb$', folder: 'storage', except: {} },
];

/** @param {string} folder */
function restrictions(folder) {
  const top = folder.split('/')[0];
  const allowed = MAY_IMPORT[top];
  const forbidden = allowed ? FOLDERS.filter((other) => other !== top && !allowed.includes(other)) : [];
  return [
    ...forbidden.map((other) => ({ regex: `^(\\.\\./)+${other}/`, message: `src/${top} must not import src/${other} (ARCHITECTURE.md).` })),
    ...WRAPPED.filter(({ folder: owner }) => owner !== folder).map(({ packages, folder: owner, except }) => ({
      regex: except[folder] ?? packages,
      message: `Only src/${owner} imports this package.`,
    })),
  ];
}

const importRules = ['model', 'channel', 'storage', 'background', 'words', 'components', 'media-host', 'embed', 'extension', 'background/xmpp'].map((folder) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: { 'no-restricted-imports': ['error', { patterns: restrictions(folder) }] },
}));

/** The contact's page is independent of Backchannel. */
const callPageRules = {
  files: ['demo/call/**/*.ts'],
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: '/src/|/embed/', message: 'demo/call shares no code with Backchannel (ARCHITECTURE.md).' }] }] },
};

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.demo/', '.test/', 'test-results/', 'src/locales/generated/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', prefer: 'type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['describe', 'it', 'test', 'suite'] }] },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-empty-object-type': 'off',
      'no-console': 'off',
      'prefer-const': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-console': 'error' } },
  { files: ['src/components/**/*.ts'], extends: [lit['flat/recommended']] },
  // Chai's assertions are expressions; Playwright's fixtures without a dependency take an empty pattern.
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-unused-expressions': 'off', 'no-empty-pattern': 'off' } },
  // @open-wc/testing's types make every Chai assertion look like a promise.
  { files: ['test/components/**/*.ts', 'test/host/**/*.ts', 'test/media-host/**/*.ts', 'test/storage/**/*.ts'], rules: { '@typescript-eslint/no-floating-promises': 'off' } },
  ...importRules,
  callPageRules,
);
