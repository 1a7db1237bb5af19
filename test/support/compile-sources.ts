import { transformFileSync } from '@swc/core';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const JSC = { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true } } as const;
/** A build names what is imported by its compiled file; what a worker loads as it stands is named by its source. */
const NAMED_BY_SOURCE = /(from ["']\.[^"']*)\.ts(?=["'])/g;

/**
 * Compiles the parts of the source that are named to plain ESM files below `folder`, as a build does, for processes that jest
 * does not run. @returns the folder of the compiled files.
 */
export function compileSources(folder: string, parts: RegExp): string {
  const out = join(folder, 'compiled');
  for (const file of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => parts.test(name))) {
    const { code } = transformFileSync(join(ROOT, 'src', file), { swcrc: false, module: { type: 'es6' }, jsc: JSC });
    const target = join(out, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code.replaceAll(NAMED_BY_SOURCE, '$1.js'));
  }
  writeFileSync(join(out, 'package.json'), '{"type":"module"}');
  symlinkSync(join(ROOT, 'node_modules'), join(out, 'node_modules'));
  return out;
}
