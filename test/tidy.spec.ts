import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The rules of the repository that no compiler knows. Banned words are put together here, so that this file passes. */
const root = join(import.meta.dirname, '..');
const notOurs = new Set(['node_modules', 'dist', 'data', 'coverage', '.git']);
const linesMax = 200;

const walk = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return notOurs.has(entry.name) ? [] : walk(path);
  });
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const files = walk('.');
const code = files.filter((path) => /^(src|test|scripts)\/.*\.(ts|mjs|cjs)$/.test(path));
const documents = files.filter((path) => path.endsWith('.md'));
const prose = [...documents, ...files.filter((path) => /\.(ya?ml|http|sh)$/.test(path) || path === '.ci/run')];

/** `path:line: text` of every line that matches, so that a failure names its place. */
const linesThat = (matches: RegExp, paths: readonly string[]): string[] =>
  paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (matches.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );

describe('the repository', () => {
  it('has code to look at', () => {
    expect(code.length).toBeGreaterThan(20);
    expect(documents.length).toBeGreaterThan(5);
  });

  it(`has no code file longer than ${linesMax} lines`, () => {
    const lines = (path: string) => read(path).replace(/\n$/, '').split('\n').length;
    expect(code.filter((path) => lines(path) > linesMax).map((path) => `${path}: ${lines(path)}`)).toEqual([]);
  });

  it('leaves no test out and runs none alone', () => {
    const left = ['on' + 'ly', 'sk' + 'ip', 'to' + 'do'].join('|');
    // The bare word, not called, may stand for `describe` where the real logs are absent.
    const chosen = new RegExp(`\\b(describe|it|test)(\\.each|\\.concurrent)*\\.(${left})(\\.each)?[(\`]|^\\s*[fx](describe|it)\\(`);
    expect(linesThat(chosen, code)).toEqual([]);
  });

  it.each([
    ['unfinished business', new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`)],
    ['switched-off type', new RegExp(`\\bas ${'any'}\\b|<${'any'}>|:\\s*${'any'}\\b(?=[\\s,;)=\\]])`)],
    ['switched-off check', new RegExp(`@ts-(ignore|${'no' + 'check'})|${'eslint'}-disable`)],
    ['assertion that asserts next to nothing', new RegExp(`\\.to${'Be'}(Defined|Truthy)\\(`)],
  ])('contains no %s in its code', (_what, pattern) => {
    expect(linesThat(pattern, code)).toEqual([]);
  });

  it('knows no path of any one machine', () => {
    const machine = /(^|[\s"'`(=:])(\/(home|Users|root|work|mnt)\/|[A-Z]:\\\\?Users\\)/;
    expect(linesThat(machine, [...code.filter((path) => path !== join('test', 'tidy.spec.ts')), ...prose])).toEqual([]);
  });

  it('pins every package to one version', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'];
    const pins = groups.flatMap((group) => Object.entries(manifest[group] ?? {}));
    expect(pins.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('has a lock file that says the same as the manifest', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Record<string, unknown>> };
    for (const group of ['dependencies', 'devDependencies', 'optionalDependencies'])
      expect(lock.packages['']?.[group]).toEqual(manifest[group]);
  });
});

describe('stored history', () => {
  const goldenFolder = join('test', 'golden');
  const types = files
    .filter((path) => /^src\/[^/]+\/domain\/events\.ts$/.test(path))
    .flatMap((path) => [...read(path).matchAll(/^export interface \w+EventData \{\n([\s\S]*?)^\}/gm)])
    .flatMap(([, body = '']) => [...body.matchAll(/^ {2}([A-Z]\w+):/gm)].map(([, type]) => String(type)));

  it('has types that this test can find', () => {
    expect(types).toEqual(expect.arrayContaining(['RequestReceived', 'RequestVoided', 'DepartmentRegistered', 'CalendarRevised']));
  });

  it('has a golden file for every stored type', () => {
    expect(types.filter((type) => !existsSync(join(root, goldenFolder, `${type}.v1.json`)))).toEqual([]);
  });

  it('still knows every type that a golden file holds', () => {
    const golden = files.filter((path) => dirname(path) === goldenFolder && /\.v\d+\.json$/.test(path));
    const held = golden.map((path) => (JSON.parse(read(path)) as { type: string }).type);
    expect(held.filter((type) => !types.includes(type))).toEqual([]);
  });
});

describe('the documents', () => {
  const withoutFences = (path: string) => read(path).replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, '')
      .trim()
      .replaceAll(' ', '-');
  const anchors = (path: string) => [...withoutFences(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => slug(heading));

  it('have one title each, on their first line', () => {
    const titled = (path: string) => /^# \S/.test(read(path)) && withoutFences(path).match(/^# /gm)?.length === 1;
    expect(documents.filter((path) => !titled(path))).toEqual([]);
  });

  it('link only to what is there', () => {
    const dead = documents.flatMap((path) =>
      [
        ...withoutFences(path)
          .replace(/`[^`\n]*`/g, '')
          .matchAll(/\]\(([^)\s]+)\)/g),
      ]
        .map(([, link = '']) => link)
        .filter((link) => !/^(https?|mailto):/.test(link))
        .filter((link) => {
          const [target = '', anchor] = link.split('#');
          const file = target === '' ? path : join(dirname(path), decodeURI(target));
          if (!existsSync(join(root, file))) return true;
          return anchor !== undefined && file.endsWith('.md') && !anchors(file).includes(decodeURIComponent(anchor));
        })
        .map((link) => `${path}: ${link}`),
    );
    expect(dead).toEqual([]);
  });
});
