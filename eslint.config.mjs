import tseslint from 'typescript-eslint';
import { coreFiles, coreRules, proofFiles, zoneRulesFile } from './scripts/lint/core-rules.mjs';
import { generalRules, sizeRules } from './scripts/lint/general-rules.mjs';

/** Programs whose standard output is their answer. */
const commandLineFiles = ['src/**/main.ts', 'src/**/*.main.ts', 'src/**/print-schema.ts', 'src/import/bench-inserts.ts'];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'data/', 'test/golden/'] },
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...generalRules, ...sizeRules },
  },
  { files: ['src/**/*.ts'], rules: { 'no-console': 'error' } },
  { files: commandLineFiles, rules: { 'no-console': 'off' } },
  { files: coreFiles, rules: coreRules() },
  { files: [zoneRulesFile], rules: coreRules('temporal-polyfill') },
  { files: proofFiles, rules: coreRules('node:crypto', 'Buffer') },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Answers of GraphQL and HTTP are read as they come: an assertion says more about them than a cast.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // A `describe` body is a list of sentences, not a function to be shortened.
    files: ['test/**/*.spec.ts', 'test/**/*.contract.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  { files: ['**/*.mjs', '**/*.cjs'], extends: [tseslint.configs.base], rules: { ...sizeRules, 'prefer-const': 'error', eqeqeq: 'error' } },
  // One file by its purpose: a citizen takes it away, and an expert reads it from top to bottom.
  { files: ['verifier/*.mjs'], rules: { 'max-lines': ['error', 600] } },
);
