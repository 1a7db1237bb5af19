import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const quoted = (text: string): string[] => [...text.matchAll(/^ {2}'([^']+)',$/gm)].map((match) => match[1]!);
const listed = quoted(readFileSync(join(root, 'scripts/test/vendor-list.mjs'), 'utf8'));
const packageOf = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

const imported = (): string[] =>
  ['src', 'test']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(root, folder, path)))
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\b(?:from|import|import\() ?'([^.'][^' ]*)'/g)].map((match) => match[1]!));

describe('The packages that are loaded from one script', () => {
  it('are listed under every path they are imported by, because another would load a second copy', () => {
    const packages = new Set(listed.map(packageOf));
    const found = [...new Set(imported())].filter((name) => packages.has(packageOf(name)));

    expect(found.length).toBeGreaterThan(20);
    expect(found.filter((name) => !listed.includes(name))).toEqual([]);
  });

  it('keep the names of their classes, because Nest goes by them', async () => {
    const [{ GraphQLError }, { Reflector }] = await Promise.all([import('graphql'), import('@nestjs/core')]);

    expect([GraphQLError.name, Reflector.name]).toEqual(['GraphQLError', 'Reflector']);
  });
});
