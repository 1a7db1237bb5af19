/** Sizes keep one idea per file; blank lines and comments count, so that the limit is what an editor shows. */
export const sizeRules = {
  'max-lines': ['error', { max: 200, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: false, skipComments: false, IIFEs: true }],
  // A switch counts once: twelve short cases over a closed union are easy to read.
  complexity: ['error', { max: 12, variant: 'modified' }],
  'max-depth': ['error', 3],
};

export const generalRules = {
  '@typescript-eslint/max-params': ['error', { max: 5, countVoidThis: false }],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { allowDefaultCaseForExhaustiveSwitch: true, considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
  ],
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/ban-ts-comment': 'error',
  // Left alone by the rule itself in files with decorators, whose imports are injection tokens and DTO types at run time.
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNullish: true }],
  // A port's method is async in every adapter, also where there is nothing to wait for: what it throws must be a rejection.
  '@typescript-eslint/require-await': 'off',
  // Nest modules are classes with nothing but a decorator.
  '@typescript-eslint/no-extraneous-class': 'off',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'prefer-const': 'error',
  'no-var': 'error',
  'no-eval': 'error',
  'no-new-func': 'error',
  'no-param-reassign': 'error',
  'no-constant-condition': ['error', { checkLoops: false }],
  'no-self-compare': 'error',
  'no-template-curly-in-string': 'error',
};
