import { parseEventStoreSetting } from '../../../src/event-store/event-store-address.js';
import { type ComposeFile, type ComposeService, read } from './compose-file.js';

/** Each gives a sentence for every place that breaks its rule; none when all is well. */
export type Check = (file: ComposeFile) => readonly string[];

const everyService =
  (look: (service: ComposeService, name: string) => readonly string[]): Check =>
  ({ services }) =>
    Object.entries(services).flatMap(([name, service]) => look(service, name).map((problem) => `${name}: ${problem}`));

const PAUSE = /^registry\.k8s\.io\/pause:/;
const runsOnce = (service: ComposeService, { services }: ComposeFile, name: string): boolean =>
  service.restart === undefined &&
  Object.values(services).some((other) => other.depends_on?.[name]?.condition === 'service_completed_successfully');

export const pinnedImages = everyService(({ image }) => (/:v?\d+\.\d+[\w.-]*$/.test(image) ? [] : [`${image} is not pinned to a version`]));

export const loopbackPorts = everyService(({ ports = [] }) =>
  ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port)).map((port) => `${port} is published to more than this machine`),
);

export const locked = everyService(({ read_only, cap_drop = [], security_opt = [] }) => [
  ...(read_only === true ? [] : ['its root can be written']),
  ...(cap_drop.includes('ALL') ? [] : ['keeps capabilities']),
  ...(security_opt.includes('no-new-privileges:true') ? [] : ['may gain privileges']),
]);

export const limited = everyService(({ pids_limit, deploy }) => {
  const { cpus, memory } = deploy?.resources?.limits ?? {};
  return pids_limit === undefined || cpus === undefined || memory === undefined ? ['has no limit of processes, processors or memory'] : [];
});

export const restarted: Check = (file) =>
  Object.entries(file.services).flatMap(([name, service]) =>
    service.restart === 'unless-stopped' || runsOnce(service, file, name) ? [] : [`${name}: is not started again`],
  );

/** The image of the service brings its own; `pause` has no shell, and nothing that could fail. */
export const healthChecked: Check = (file) =>
  Object.entries(file.services).flatMap(([name, service]) =>
    service.healthcheck !== undefined || service.build !== undefined || PAUSE.test(service.image) || runsOnce(service, file, name)
      ? []
      : [`${name}: nobody asks whether it is healthy`],
  );

export function networksOf(service: ComposeService | undefined): readonly string[] {
  const networks = service?.networks ?? [];
  return 'includes' in networks ? (networks as readonly string[]) : Object.keys(networks);
}

/** What a service names must be declared, and what is declared must be used. */
export const declared: Check = (file) => {
  const services = Object.entries(file.services);
  const volumes = services.flatMap(([, { volumes: mounts = [] }]) =>
    mounts.map((mount) => mount.split(':', 1)[0] ?? '').filter((name) => !/^[./]/.test(name)),
  );
  const networks = services.flatMap(([, service]) => networksOf(service));
  const named = services.flatMap(([, { depends_on = {}, network_mode = '' }]) => [
    ...Object.keys(depends_on),
    ...(network_mode.startsWith('service:') ? [network_mode.slice('service:'.length)] : []),
  ]);
  return [
    ...difference(volumes, Object.keys(file.volumes)).map((name) => `volume ${name} is not declared`),
    ...difference(Object.keys(file.volumes), volumes).map((name) => `volume ${name} is not used`),
    ...difference(networks, Object.keys(file.networks)).map((name) => `network ${name} is not declared`),
    ...difference(Object.keys(file.networks), networks).map((name) => `network ${name} is not used`),
    ...difference(named, Object.keys(file.services)).map((name) => `service ${name} does not exist`),
  ];
};

const difference = (some: readonly string[], others: readonly string[]): readonly string[] =>
  [...new Set(some)].filter((name) => !others.includes(name));

export function variablesOfTheService(): readonly string[] {
  const named = ['config.ts', 'auth/token-settings.ts', 'http/door-settings.ts', 'proof-settings.ts'].flatMap((file) =>
    [...read(`src/platform/${file}`).matchAll(/\(\s*'([A-Z][A-Z0-9_]+)'/g)].map(([, name = '']) => name),
  );
  const ofTheLog = [...read('src/event-store/event-store-address.ts').matchAll(/\benv\['(\w+)'\]/g)].map(([, name = '']) => name);
  const ofTheKeys = ['keyring-address.ts', 'key-server/server-settings.ts', 'key-server/key-server.main.ts'].flatMap((file) =>
    [...read(`src/privacy/${file}`).matchAll(/\benv\['(\w+)'\]/g)].map(([, name = '']) => name),
  );
  return [...named, ...ofTheLog, ...ofTheKeys];
}

/** A misspelt variable would be ignored without a word. */
export const knownVariables = everyService(({ build, environment = {} }) =>
  build === undefined
    ? []
    : difference(Object.keys(environment), variablesOfTheService()).map((name) => `${name} is not read by the service`),
);

const servesKeys = ({ command = [] }: ComposeService): boolean => command.some((word) => word.includes('key-server.main'));

/** With what .env or a default would put in; the service reads it as at its start. */
export const readableLogs = everyService((service) => {
  const { environment = {} } = service;
  if (service.build === undefined || servesKeys(service)) return [];
  const address = (environment['EVENT_STORE'] ?? '').replace(/\$\{\w+:\?[^}]*\}/g, '0a1b2c').replace(/\$\{\w+:-([^}]*)\}/g, '$1');
  try {
    return parseEventStoreSetting(address) === 'sqlite' ? ['has a log of its own'] : [];
  } catch (error) {
    return [`EVENT_STORE ${String(error)}`];
  }
});

/** Those the vendor documents for 24.10; the server does not start with an unknown one. */
const EVENTSTOREDB_VARIABLES = [
  'CLUSTER_SIZE',
  'DISCOVER_VIA_DNS',
  'GOSSIP_SEED',
  'NODE_IP',
  'NODE_HOST_ADVERTISE_AS',
  'REPLICATION_IP',
  'RUN_PROJECTIONS',
  'CERTIFICATE_FILE',
  'CERTIFICATE_PRIVATE_KEY_FILE',
  'TRUSTED_ROOT_CERTIFICATES_PATH',
  'DEFAULT_ADMIN_PASSWORD',
  'DEFAULT_OPS_PASSWORD',
  'INSECURE',
].map((name) => `EVENTSTORE_${name}`);

export const knownEventStoreDbVariables = everyService(({ image, environment = {} }) =>
  /eventstoredb/.test(image)
    ? difference(
        Object.keys(environment).filter((name) => name.startsWith('EVENTSTORE')),
        EVENTSTOREDB_VARIABLES,
      ).map((name) => `${name} is no option of EventStoreDB`)
    : [],
);

/** Secrets come from the environment; where one is missing, nothing starts. */
export const secretsFromOutside = everyService(({ environment = {} }) =>
  Object.entries(environment).flatMap(([name, value]) => {
    const secret = /(_KEY|PASSWORD)$/.test(name) || /:\/\/[^/]*:[^/]*@/.test(value);
    return secret && !/^([^:]*:\/\/\w+:)?\$\{\w+:\?[^}]+\}/.test(value) ? [`${name} is written down, or may be missing`] : [];
  }),
);

export const insecure: Check = everyService(({ command = [], environment = {} }) =>
  command.includes('--insecure') || 'EVENTSTORE_INSECURE' in environment ? ['runs without certificates'] : [],
);
