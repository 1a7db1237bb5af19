import { transformFileSync } from '@swc/core';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const PARTS = /^(kernel|event-store|operations|proof)\/.*(?<!\.module|\.service)\.ts$/;

const JSC = { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true } } as const;

/** Compiles the command lines of the proof, or the `parts` of the source that are named, to plain ESM files below `folder`, as a build does. @returns the folder of the compiled files. */
export function compileCommands(folder: string, parts = PARTS): string {
  const out = join(folder, 'compiled');
  for (const file of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => parts.test(name) && !name.startsWith('proof/api/'))) {
    const { code } = transformFileSync(join(ROOT, 'src', file), { swcrc: false, module: { type: 'es6' }, jsc: JSC });
    const target = join(out, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  writeFileSync(join(out, 'package.json'), '{"type":"module"}');
  symlinkSync(join(ROOT, 'node_modules'), join(out, 'node_modules'));
  return out;
}
