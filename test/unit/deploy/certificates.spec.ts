import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read, readCompose, root } from '../../support/deploy/compose-file.js';

/** Stands in for es-gencert-cli: writes the files it would, refuses to overwrite as it does, and keeps a list of its calls. */
const TOOL = `#!/bin/bash
set -e
echo "$@" >> "$CALLS"
out=''; previous=''
for word in "$@"; do [ "$previous" = -out ] && out=$word; previous=$word; done
[ -e "$out" ] && { echo "$out exists" >&2; exit 1; }
mkdir -p "$out"
[ -n "$FAIL_AT" ] && [[ $out == *"$FAIL_AT" ]] && exit 1
case $1 in
  create-ca) echo authority > "$out/ca.crt"; echo secret-of-authority > "$out/ca.key" ;;
  create-node) echo "certificate $out" > "$out/node.crt"; echo "secret-of $out" > "$out/node.key" ;;
esac
`;
const FOLDERS = ['authority', 'node-1', 'node-2', 'node-3', 'client'];

describe('deploy/eventstoredb/make-certificates.sh', () => {
  let folder = '';
  const at = (...path: string[]): string => join(folder, 'certificates', ...path);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'certificates-'));
    for (const name of FOLDERS) mkdirSync(at(name), { recursive: true });
    writeFileSync(join(folder, 'es-gencert-cli'), TOOL);
    chmodSync(join(folder, 'es-gencert-cli'), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (more: Record<string, string> = {}) =>
    spawnSync('bash', [join(root, 'deploy/eventstoredb/make-certificates.sh')], {
      encoding: 'utf8',
      env: { PATH: `${folder}:${process.env['PATH']}`, CERTIFICATES: at(), OWNER: `${process.getuid?.()}:${process.getgid?.()}`, CALLS: join(folder, 'calls'), FAIL_AT: '', ...more },
    });
  const calls = (): readonly string[] => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  const mode = (...path: string[]): string => (statSync(at(...path)).mode & 0o777).toString(8);

  it('makes one authority, and for each node a certificate with the address it has in the cluster', () => {
    expect(run()).toMatchObject({ status: 0, stderr: '' });
    const made = (number: number, address: string): string =>
      `create-node -days 1825 -ca-certificate ./ca/ca.crt -ca-key ./ca/ca.key -out ./node-${number} -ip-addresses 127.0.0.1,${address} -dns-names localhost,eventstoredb-${number}`;
    expect(calls()).toEqual(['create-ca -days 1825 -out ./ca', made(1, '172.30.240.11'), made(2, '172.30.240.12'), made(3, '172.30.240.13')]);
    const compose = readCompose('docker-compose.yml');
    for (const number of [1, 2, 3]) {
      const { environment = {}, volumes = [] } = compose.services[`eventstoredb-${number}`] ?? {};
      expect(calls()[number]).toContain(`127.0.0.1,${environment['EVENTSTORE_REPLICATION_IP']} `);
      expect(volumes[0]).toBe(`certificates-${number}:/certificates:ro`);
      expect(['CERTIFICATE_FILE', 'CERTIFICATE_PRIVATE_KEY_FILE', 'TRUSTED_ROOT_CERTIFICATES_PATH'].map((name) => environment[`EVENTSTORE_${name}`]?.replace('/certificates/', '')).filter((path) => !existsSync(at(`node-${number}`, String(path))))).toEqual([]);
    }
  });

  it('gives each node its own key only, and the client none', () => {
    run();
    expect(readFileSync(at('node-2', 'node.key'), 'utf8')).toBe('secret-of ./node-2\n');
    expect(mode('node-2', 'node.key')).toBe('400');
    expect(mode('authority', 'ca', 'ca.key')).toBe('400');
    expect(readdirSync(at('client'))).toEqual(['ca.crt']);
    const outside = ['node-1', 'node-2', 'node-3', 'client'].flatMap((name) => readdirSync(at(name), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => readFileSync(join(one.parentPath, one.name), 'utf8')));
    expect(outside.filter((text) => text.includes('secret-of-authority'))).toEqual([]);
    expect(readdirSync(at('authority')).sort()).toEqual(['.complete', 'ca']);
  });

  it('does nothing the second time', () => {
    run();
    const before = calls();
    expect(run()).toMatchObject({ status: 0, stdout: 'The certificates are there already. 证书已存在。\n' });
    expect(calls()).toEqual(before);
  });

  it('goes on after it was interrupted, with the same authority', () => {
    expect(run({ FAIL_AT: 'node-2' }).status).toBe(1);
    expect(existsSync(at('authority', '.complete'))).toBe(false);
    expect(run()).toMatchObject({ status: 0 });
    expect(calls().filter((call) => call.startsWith('create-ca'))).toHaveLength(1);
    expect(readdirSync(at('node-3')).sort()).toEqual(['ca', 'node.crt', 'node.key']);
  });

  it('says in the folder names what the compose file mounts', () => {
    const mounts = readCompose('docker-compose.yml').services['certificates']?.volumes?.slice(1) ?? [];
    expect(mounts.map((mount) => mount.split(':')[1])).toEqual(FOLDERS.map((name) => `/certificates/${name}`));
    expect(read('deploy/eventstoredb/make-certificates.sh')).toContain('CERTIFICATES:-/certificates');
  });
});
