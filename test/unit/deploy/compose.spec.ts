import { serverSettingsOf } from '../../../src/privacy/key-server/server-settings.js';
import * as checks from '../../support/deploy/compose-checks.js';
import { type ComposeFile, parseYaml, read, readCompose, schemaProblems } from '../../support/deploy/compose-file.js';

const FILES = ['docker-compose.yml', 'docker-compose.single.yml'];

const RULES: readonly (readonly [string, checks.Check])[] = [
  ['is as the compose specification wants it', schemaProblems],
  ['pins every image to a version', checks.pinnedImages],
  ['publishes every port to this machine only', checks.loopbackPorts],
  ['locks every container: no writing to its root, no capabilities, no new privileges', checks.locked],
  ['limits processes, processors and memory of every container', checks.limited],
  ['starts again whatever does not run just once', checks.restarted],
  ['asks every container whether it is healthy', checks.healthChecked],
  ['declares every volume, network and service it names, and uses what it declares', checks.declared],
  ['sets only variables the service reads', checks.knownVariables],
  ['names a log that the service can read', checks.readableLogs],
  ['sets only options EventStoreDB has', checks.knownEventStoreDbVariables],
];

describe.each(FILES)('%s', (path) => {
  it.each(RULES)('%s', (_sentence, check) => {
    expect(check(readCompose(path))).toEqual([]);
  });
});

/** Each rule is shown to bite: the file with one thing spoiled, and the one sentence that comes of it. */
describe('the rules', () => {
  const spoilt = (from: string | RegExp, to: string): ComposeFile => {
    const text = read('docker-compose.yml');
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    return parseYaml(changed) as ComposeFile;
  };

  it.each<readonly [string, checks.Check, string | RegExp, string, string]>([
    ['a word the specification does not know', schemaProblems, 'stop_grace_period: 20s', 'stop_grace_periods: 20s', '/services/replica-1 must NOT have additional properties'],
    ['a time without a unit', schemaProblems, 'interval: 10s', 'interval: "10"', '/services/prometheus/healthcheck/interval must match format "duration"'],
    ['an image without a tag', checks.pinnedImages, 'nginx:1.28.3-alpine', 'nginx', 'proxy: nginx is not pinned to a version'],
    ['the latest image', checks.pinnedImages, 'nginx:1.28.3-alpine', 'nginx:latest', 'proxy: nginx:latest is not pinned to a version'],
    ['a port on every address', checks.loopbackPorts, '127.0.0.1:3100:3000', '3100:3000', 'grafana: 3100:3000 is published to more than this machine'],
    ['a root that can be written', checks.locked, 'certificates:\n    <<: *locked', 'certificates:\n    cap_drop: [ALL]\n    security_opt: ["no-new-privileges:true"]', 'certificates: its root can be written'],
    ['capabilities kept', checks.locked, 'certificates:\n    <<: *locked', 'certificates:\n    read_only: true\n    security_opt: ["no-new-privileges:true"]', 'certificates: keeps capabilities'],
    ['privileges to be gained', checks.locked, 'certificates:\n    <<: *locked', 'certificates:\n    read_only: true\n    cap_drop: [ALL]', 'certificates: may gain privileges'],
    ['no limit of memory', checks.limited, "cpus: '1', memory: 1g", "cpus: '1'", 'prometheus: has no limit of processes, processors or memory'],
    ['no restart', checks.restarted, 'grafana:\n    <<: [*restart, *locked]', 'grafana:\n    <<: *locked', 'grafana: is not started again'],
    ['nobody asking', checks.healthChecked, /healthcheck:\n {6}test: \[CMD, wget[^\n]*9090[^\n]*\n[^#]*?(?=\n\n)/, 'labels: []', 'prometheus: nobody asks whether it is healthy'],
    ['a volume that is not declared', checks.declared, '\n  grafana-data: {}', '', 'volume grafana-data is not declared'],
    ['a volume that nobody uses', checks.declared, '\n  grafana-data: {}', '\n  grafana-data: {}\n  spare: {}', 'volume spare is not used'],
    ['a network that is not declared', checks.declared, 'networks: [monitoring]', 'networks: [monitor]', 'network monitor is not declared'],
    ['a service that does not exist', checks.declared, /service:loopback/g, 'service:lopback', 'service lopback does not exist'],
    ['a misspelt variable of the service', checks.knownVariables, "PORT: '3002'", "PROT: '3002'", 'replica-2: PROT is not read by the service'],
    ['a log that no service can read', checks.readableLogs, '?tls=true&tlsCAFile=', '?tlsVerifyCert=false&tlsCAFile=', expect.stringContaining('replica-1: EVENT_STORE EventStoreAddressRefused') as string],
    ['replicas with a log each', checks.readableLogs, /EVENT_STORE: esdb.*/, 'EVENT_STORE: sqlite', 'replica-2: has a log of its own'],
    ['an option EventStoreDB does not have', checks.knownEventStoreDbVariables, 'EVENTSTORE_REPLICATION_IP: 172.30.240.12', 'EVENTSTORE_EXT_IP: 172.30.240.12', 'eventstoredb-2: EVENTSTORE_EXT_IP is no option of EventStoreDB'],
    ['a password that is written down', checks.secretsFromOutside, /GF_SECURITY_ADMIN_PASSWORD: .*/, 'GF_SECURITY_ADMIN_PASSWORD: admin', 'grafana: GF_SECURITY_ADMIN_PASSWORD is written down, or may be missing'],
    ['a password that may be missing', checks.secretsFromOutside, /OPS_PASSWORD: .*/, 'OPS_PASSWORD: $' + '{OPS}', 'eventstoredb-1: EVENTSTORE_DEFAULT_OPS_PASSWORD is written down, or may be missing'],
    ['a password in a connection string', checks.secretsFromOutside, /esdb:\/\/admin:\$\{[^}]*\}/, 'esdb://admin:changeit', 'replica-1: EVENT_STORE is written down, or may be missing'],
  ])('see %s', (_name, check, from, to, problem) => {
    expect(check(spoilt(from, to))).toContainEqual(problem);
  });
});

describe('docker-compose.yml', () => {
  const file = readCompose('docker-compose.yml');
  const names = Object.keys(file.services);

  it('takes every secret from outside, and stops where one is missing', () => {
    expect(checks.secretsFromOutside(file)).toEqual([]);
  });

  it('asks for no variable that deploy/env.example does not have, and for all it has', () => {
    const asked = [...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
    const offered = [...read('deploy/env.example').matchAll(/^(\w+)=$/gm)].map(([, name = '']) => name);
    expect([...new Set(asked)].sort()).toEqual(offered.sort());
  });

  it('runs nothing without certificates', () => expect(checks.insecure(file)).toEqual([]));

  it('has three nodes that know each other, and replicas that know all three', () => {
    const addresses = ['172.30.240.11', '172.30.240.12', '172.30.240.13'];
    addresses.forEach((address, index) => {
      const environment = file.services[`eventstoredb-${index + 1}`]?.environment ?? {};
      expect(environment['EVENTSTORE_REPLICATION_IP']).toBe(address);
      expect(environment['EVENTSTORE_NODE_HOST_ADVERTISE_AS']).toBe(address);
      expect(environment['EVENTSTORE_GOSSIP_SEED']).toBe(addresses.filter((other) => other !== address).map((other) => `${other}:2113`).join(','));
    });
    for (const name of ['replica-1', 'replica-2'])
      expect(file.services[name]?.environment?.['EVENT_STORE']).toContain(`@${addresses.map((address) => `${address}:2113`).join(',')}?tls=true&tlsCAFile=`);
  });

  it('gives each replica a port, a data folder and a read model of its own', () => {
    const replicas = ['replica-1', 'replica-2'].map((name) => file.services[name]);
    expect(replicas.map((replica) => replica?.network_mode)).toEqual(['service:loopback', 'service:loopback']);
    expect(replicas.map((replica) => replica?.environment?.['PORT'])).toEqual(['3001', '3002']);
    expect(replicas.map((replica) => replica?.volumes?.slice(0, 2))).toEqual([
      ['replica-1-data:/data', 'replica-1-read-model:/read-model'],
      ['replica-2-data:/data', 'replica-2-read-model:/read-model'],
    ]);
  });

  it('keeps the keys of the texts in one place, whose secret the replicas can read and nobody else has', () => {
    const holders = (volume: string): readonly string[] =>
      Object.entries(file.services).flatMap(([name, { volumes = [] }]) => volumes.filter((mount) => mount.startsWith(`${volume}:`)).map((mount) => `${name} ${mount}`));
    expect(holders('keys-data')).toEqual(['keys keys-data:/data']);
    expect(holders('keyring-secret')).toEqual(['keys keyring-secret:/keyring', 'replica-1 keyring-secret:/keyring:ro', 'replica-2 keyring-secret:/keyring:ro']);
    const listen = file.services['keys']?.command?.at(-1) ?? '';
    expect(serverSettingsOf(listen, '/data', file.services['keys']?.environment ?? {})).toEqual({ host: '127.0.0.1', port: 7443, secretFile: '/keyring/secret', tls: null });
    expect(file.services['keys']?.network_mode).toBe('service:loopback');
    for (const name of ['replica-1', 'replica-2'])
      expect(file.services[name]?.environment).toMatchObject({ KEYRING: `http://${listen}`, KEYRING_SECRET_FILE: '/keyring/secret' });
  });

  it('lets both replicas, and nobody else, sign tokens with the same keys', () => {
    const holders = Object.entries(file.services).flatMap(([name, { volumes = [] }]) => volumes.filter((mount) => mount.startsWith('token-keys:')).map((mount) => `${name} ${mount}`));
    expect(holders).toEqual(['replica-1 token-keys:/token-keys', 'replica-2 token-keys:/token-keys']);
    for (const name of ['replica-1', 'replica-2']) expect(file.services[name]?.environment?.['TOKEN_KEYS_FILE']).toBe('/token-keys/token-keys.json');
  });

  it('shows the key of the authority to nobody but the one that makes the certificates', () => {
    const holders = names.filter((name) => file.services[name]?.volumes?.some((mount) => mount.startsWith('certificate-authority:')));
    expect(holders).toEqual(['certificates']);
    expect(file.services['certificates']?.network_mode).toBe('none');
  });

  it('lets nobody out but the proxy and Grafana, and lets monitoring see no event store', () => {
    const open = Object.entries(file.networks).filter(([, { internal }]) => internal !== true).map(([name]) => name);
    const reaches = (network: string): readonly string[] => names.filter((name) => checks.networksOf(file.services[name]).includes(network));
    expect(open.sort()).toEqual(['dashboards', 'edge']);
    expect(reaches('edge')).toEqual(['loopback']);
    expect(reaches('dashboards')).toEqual(['grafana']);
    expect(reaches('eventstore')).toEqual(['eventstoredb-1', 'eventstoredb-2', 'eventstoredb-3', 'loopback']);
    expect(reaches('monitoring')).toEqual(['loopback', 'prometheus', 'grafana']);
  });
});

describe('docker-compose.single.yml', () => {
  it('has the only node without certificates, in a network of its own', () => {
    const file = readCompose('docker-compose.single.yml');
    expect(checks.insecure(file)).toEqual(['eventstoredb: runs without certificates']);
    expect(file.services['eventstoredb']).toMatchObject({ networks: ['eventstore'] });
    expect(file.networks['eventstore']).toEqual({ internal: true });
  });
});
