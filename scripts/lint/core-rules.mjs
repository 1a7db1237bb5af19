/** The pure core: the same facts give the same answer on every machine, at every time, replayed or live. */
export const coreFiles = ['src/kernel/**/*.ts', 'src/*/domain/**/*.ts', 'src/working-time/**/*.ts', 'src/efficiency/projections/**/*.ts'];
export const zoneRulesFile = 'src/working-time/zone-rules.ts';
/** Hashes and signatures are computed over bytes: the same on every machine and at every time, like the rest of the core. */
export const proofFiles = ['src/proof/domain/**/*.ts'];

const clockAndChance = 'The core takes its clock, ids and chance as arguments.';
const outside = 'The core does nothing but compute; take it as an argument.';

const bannedGlobals = [
  ...['performance', 'crypto'].map((name) => ({ name, message: clockAndChance })),
  ...['console', 'process', 'Buffer', 'fetch', 'require', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((name) => ({
    name,
    message: outside,
  })),
];

const bannedSyntax = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: clockAndChance },
  { selector: 'CallExpression[callee.name="Date"]', message: clockAndChance },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: clockAndChance },
  { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: clockAndChance },
  { selector: 'MemberExpression[object.name="Temporal"][property.name="Now"]', message: clockAndChance },
  { selector: 'Identifier[name="randomUUID"]', message: clockAndChance },
  { selector: 'ImportExpression', message: 'The core has no imports at run time.' },
];

/**
 * @param {string} [allowedPackage] the one package a file may import besides its neighbours
 * @param {string} [allowedGlobal]
 */
export const coreRules = (allowedPackage, allowedGlobal) => ({
  'no-console': 'error',
  'no-restricted-globals': ['error', ...bannedGlobals.filter(({ name }) => name !== allowedGlobal)],
  'no-restricted-syntax': ['error', ...bannedSyntax],
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          regex: allowedPackage ? `^(?!\\.{1,2}/|${allowedPackage}$)` : '^(?!\\.{1,2}/)',
          message: 'The core imports neither node: modules nor packages.',
        },
      ],
    },
  ],
});
