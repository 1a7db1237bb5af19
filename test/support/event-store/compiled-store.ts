import { transformFileSync } from '@swc/core';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const SOURCE = join(import.meta.dirname, '../../../src/event-store');

/** Compiles the store to plain ESM files below `folder`, as a build does, for processes that jest does not run. */
export function compileStore(folder: string): string {
  const out = join(folder, 'compiled');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'package.json'), '{"type":"module"}');
  const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => /^(sqlite\/)?[^/]+\.ts$/.test(file));
  for (const file of sources.filter((name) => !name.endsWith('.module.ts'))) {
    const { code } = transformFileSync(join(SOURCE, file), {
      swcrc: false,
      module: { type: 'es6' },
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    const target = join(out, relative('.', file).replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  return join(out, 'sqlite/sqlite.event-store.js');
}
