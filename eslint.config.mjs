import { configs as lit } from 'eslint-plugin-lit';
import tseslint from 'typescript-eslint';

/* Which folder may import which is in .dependency-cruiser.mjs. */

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.demo/', '.test/', 'test-results/', 'src/locales/generated/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', prefer: 'type-imports', disallowTypeAnnotations: false },
      ],
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
      // One way to write a private member: `#name`. `private` stays where `#` can't be written, on a constructor's parameter and under a decorator.
      'no-restricted-syntax': [
        'error',
        {
          selector: ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"])[accessibility="private"]:not(:has(> Decorator))',
          message: 'Write a private member as #name.',
        },
        {
          selector: 'MemberExpression[object.name="AbortSignal"][property.name="any"]',
          message: 'Some engines collect such a signal before it aborts. Use withTimeLimit (src/background/time/waits.ts).',
        },
      ],
      // One way to write a block: a body of one line has no braces, a longer one has.
      curly: ['error', 'multi-or-nest'],
      'no-console': 'off',
      'prefer-const': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  // A file is read in one sitting: under 250 lines.
  { files: ['src/**/*.ts'], rules: { 'no-console': 'error', 'max-lines': ['error', 249] } },
  { files: ['src/components/**/*.ts'], extends: [lit['flat/recommended']] },
  // Chai's assertions are expressions; Playwright's fixtures without a dependency take an empty pattern.
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-unused-expressions': 'off', 'no-empty-pattern': 'off' } },
  // @open-wc/testing's types make every Chai assertion look like a promise.
  {
    files: ['test/components/**/*.ts', 'test/host/**/*.ts', 'test/media-host/**/*.ts', 'test/storage/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
);
