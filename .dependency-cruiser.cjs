/**
 * Who may import whom. Default-deny: a new folder is closed until a line here opens it, so opening one is a decision
 * that a reader can see. `$1` is the room of the importing file.
 */
const KERNEL = '^src/kernel/';
const WORKING_TIME = '^src/working-time/';
const CORE = [KERNEL, WORKING_TIME];
const ANY_DOMAIN = '^src/[^/]+/domain/';
const PROJECTIONS = '^src/efficiency/projections/';
// The files that stand directly in a room are its ports; its adapters are folders, its module is for other modules.
const PORTS = '^src/event-store/(?![^/]*\\.module\\.ts$)[^/]+\\.ts$';
const PRIVACY_PORTS = '^src/privacy/(?![^/]*\\.module\\.ts$)[^/]+\\.ts$';
const COMMANDS = '^src/[^/]+/application/(record-commands|load-catalogue)\\.ts$';
const ENTRY = '(\\.module|(^|/)main|\\.main|/print-schema)\\.ts$';
const NPM = '^node_modules/';
const NEST = '^node_modules/@nestjs/(common|core|cqrs)/';
const NODE = { dependencyTypes: ['core'] };

const to = (target) => (typeof target === 'string' ? { path: target } : target);
/** One rule for each target: a string is a path pattern, an object a condition of its own. */
const may = (from, ...targets) => targets.flat().map((target) => ({ from: { path: from }, to: to(target) }));

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-development-package-at-run-time',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      // Also from entries and modules, which the rules below leave free: whoever opens a store by name, and nobody else.
      name: 'eventstoredb-opened-in-two-places-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(event-store/(eventstoredb/|event-store\\.module\\.ts$)|operations/logs/open-log\\.ts$)' },
      to: { path: '^src/event-store/eventstoredb/' },
    },
    {
      name: 'eventstoredb-client-in-its-adapter-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/event-store/eventstoredb/' },
      to: { path: '^node_modules/(@eventstore|@grpc)/' },
    },
  ],
  allowedSeverity: 'error',
  allowed: [
    may(KERNEL, KERNEL),
    may(WORKING_TIME, CORE),
    may('^src/working-time/zone-rules\\.ts$', '^node_modules/temporal-polyfill/'),
    may('^src/service-request/domain/', CORE, '^src/service-request/domain/', '^src/reference-data/domain/(reference-view|events)\\.ts$'),
    may('^src/coordination/domain/', CORE, '^src/coordination/domain/'),
    may('^src/warnings/domain/', CORE, '^src/warnings/domain/', '^src/service-request/domain/events\\.ts$'),
    may('^src/proof/domain/', KERNEL, '^src/proof/domain/', '^src/event-store/(canonical-form|event-store\\.port)\\.ts$', '^(node:)?crypto$'),
    may('^src/proof/(tree-files|heads)/', KERNEL, PORTS, '^src/proof/(domain|application|tree-files|heads)/', NODE),
    may('^src/proof/application/', '^src/operations/our-categories\\.ts$'),
    may('^src/proof/verify/', KERNEL, PORTS, '^src/operations/', '^src/proof/(domain|heads|verify)/', NODE),
    may('^src/proof/proof\\.service\\.ts$', PORTS, '^src/proof/'),
    may('^src/platform/', '^src/proof/proof-health\\.ts$'),
    may('^src/erasure/domain/', CORE, '^src/erasure/domain/'),
    may('^src/(erasure|receipts)/application/', '^src/proof/(application|domain)/'),
    may('^src/receipts/application/', '^src/service-request/domain/events\\.ts$'),
    may('^src/receipts/command/', KERNEL, PORTS, '^src/(receipts|audit|proof|privacy|operations)/', NODE),
    may('^src/(erasure|receipts)/api/', '^src/proof/application/proof-refused\\.ts$'),
    may('^src/receipts/(application|api)/', '^src/receipts/domain/', '^src/audit/application/', '^src/efficiency/read-model/'),
    may('^src/rectification/domain/', CORE, '^src/rectification/domain/', '^src/service-request/domain/events\\.ts$'),
    may('^src/efficiency/api/exports\\.controller\\.ts$', '^src/audit/application/history-searches\\.ts$'),
    may('^src/audit/domain/', CORE, '^src/audit/domain/', '^src/service-request/domain/events\\.ts$'),
    may('^src/audit/application/', ANY_DOMAIN),
    may('^src/audit/history/', CORE, PROJECTIONS, ANY_DOMAIN, '^src/audit/history/'),
    may('^src/audit/read-model/', PROJECTIONS, '^src/audit/history/', '^src/efficiency/read-model/'),
    may('^src/audit/api/', PROJECTIONS, '^src/audit/history/', '^src/efficiency/(api|read-model)/', PORTS, '^src/reference-data/application/reference-directory\\.ts$'),
    may('^src/rectification/application/', '^src/service-request/domain/events\\.ts$'),
    may('^src/reference-data/domain/', CORE, '^src/reference-data/domain/'),
    may('^src/reference-data/catalogue-file/', CORE, '^src/reference-data/(domain|catalogue-file)/', NPM, NODE),
    may(PROJECTIONS, CORE, PROJECTIONS, ANY_DOMAIN),
    may(PORTS, KERNEL, PORTS, '^(node:)?crypto$', '^node_modules/canonicalize/'),
    may('^src/event-store/([^/]+)/', KERNEL, PORTS, '^src/event-store/$1/', NPM, NODE),
    may('^src/privacy/', KERNEL, '^src/privacy/', NPM, NODE),
    may('^src/([^/]+)/application/', CORE, PORTS, PRIVACY_PORTS, '^src/($1|reference-data)/(application|domain)/', NEST),
    may('^src/([^/]+)/read-model/', CORE, PORTS, ANY_DOMAIN, '^src/$1/(projections|read-model)/', '^src/projection-host/', NPM, NODE),
    may('^src/projection-host/', KERNEL, PORTS, PROJECTIONS, '^src/projection-host/'),
    may('^src/([^/]+)/api/', CORE, '^src/platform/', ANY_DOMAIN, '^src/$1/(api|application|projections|read-model)/', NPM),
    may('^src/platform/(config|health/kept-checks)\\.ts$', '^src/privacy/keyring(-address|-refused)?\\.ts$'),
    may('^src/identity/application/', '^src/platform/auth/authenticator\\.ts$', '^(node:)?crypto$'),
    may('^src/identity/domain/', CORE, '^src/identity/domain/'),
    may('^src/identity/tokens/', KERNEL, '^src/identity/tokens/', '^src/platform/auth/(authenticator|token-settings)\\.ts$', '^node_modules/(jose|lru-cache)/', NODE),
    may('^src/platform/', KERNEL, PORTS, '^src/platform/', '^src/projection-host/(projection-health|batch-projection)\\.ts$', NPM, NODE),
    // Whoever changes a file of keys does it alone.
    may('^src/(identity/tokens|proof/heads)/', '^src/operations/locked-beside\\.ts$'),
    may('^src/operations/', '^src/privacy/keyring-address\\.ts$'),
    may('^src/operations/', KERNEL, PORTS, '^src/operations/', NPM, NODE),
    may('^src/operations/logs/open-log\\.ts$', '^src/event-store/(sqlite|eventstoredb)/'),
    may('^src/(import|demo)/', CORE, COMMANDS, ANY_DOMAIN, '^src/$1/', NPM, NODE),
    [{ from: { path: ENTRY }, to: {} }],
  ].flat(),
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.json$' },
  },
};
