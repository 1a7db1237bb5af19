import { vendorMapper } from './scripts/test/vendor-bundle.mjs';

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
  // Every spec file loads the frameworks anew: they come as one script, which a worker compiles once (docs/adr/0031).
  globalSetup: '<rootDir>/scripts/test/global-setup.mjs',
  testEnvironment: '<rootDir>/scripts/test/environment.mjs',
  roots: ['<rootDir>/test'],
  testRegex: '.*\\.spec\\.ts$',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'], ...vendorMapper },
  transformIgnorePatterns: ['/node_modules/(google-protobuf|@eventstore|@grpc|@kurrent|@duckdb|\\.cache)/'],
  transform: {
    '^.+\\.ts$': swc({ syntax: 'typescript', decorators: true }),
    '^.+\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  maxWorkers: 2,
  // A busy machine is no fault: this only ends what hangs.
  testTimeout: 60_000,
};
