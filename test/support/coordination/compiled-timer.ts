import { transformFileSync } from '@swc/core';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
/** What a leased timer on a SQLite log is made of; nothing here needs decorators. */
const PARTS = /^(kernel|coordination\/(domain|application)|event-store(\/sqlite)?)\/[^/]+(?<!module|replica-timers)\.ts$/;

/** Compiles it to plain ESM files below `folder`, as a build does, for processes that jest does not run. */
export function compileTimer(folder: string): string {
  const out = join(folder, 'compiled');
  for (const file of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => PARTS.test(name))) {
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
