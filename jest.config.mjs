import { join } from 'node:path';

// A worker thread of the product is a source that Node strips of its types: what it made of one is kept, or each of some thousand threads does it again.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

const swc = (parser) => [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2022',
      parser,
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
  },
];

/** Everything, node_modules included, is turned into CommonJS: the frameworks are ESM-only and jest cannot require() them. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testRegex: '.*\\.spec\\.ts$',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  // Every spec file loads the frameworks anew, module by module: where a package ships the same code as one file, that one is taken.
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'],
    '^rxjs(/operators)?$': '<rootDir>/node_modules/rxjs/dist/bundles/rxjs.umd.js',
    '^class-validator$': '<rootDir>/node_modules/class-validator/bundles/class-validator.umd.js',
  },
  transformIgnorePatterns: ['/node_modules/(google-protobuf|@eventstore|@grpc|@kurrent|@duckdb)/'],
  transform: {
    '^.+\\.ts$': swc({ syntax: 'typescript', decorators: true }),
    '^.+\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  maxWorkers: 2,
  // A busy machine is no fault: this only ends what hangs.
  testTimeout: 60_000,
};
