import { transformFileSync } from '@swc/core';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** What a projection is made of; nothing here needs decorators. */
const PARTS = /^(kernel|working-time|projection-host|event-store|efficiency\/(projections|read-model)|[^/]+\/domain)\/.*(?<!module)\.ts$/;

/** Compiles the projection to plain ESM files below `folder`, as a build does, for processes that jest does not run. */
export function compileProjection(folder: string): string {
  const out = join(folder, 'compiled');
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => PARTS.test(file));
  for (const file of sources) {
    const { code } = transformFileSync(join(ROOT, 'src', file), {
      swcrc: false, module: { type: 'es6' }, jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    const target = join(out, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  writeFileSync(join(out, 'package.json'), '{"type":"module"}');
  symlinkSync(join(ROOT, 'node_modules'), join(out, 'node_modules'));
  return out;
}
