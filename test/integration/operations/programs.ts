import { transformFileSync } from '@swc/core';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const PARTS = /^(kernel|event-store|privacy|operations)\/.*(?<!\.module)\.ts$/;

/** Compiles the commands to plain ESM files below `folder`, as a build does. @returns the folder of the compiled files. */
export function compilePrograms(folder: string): string {
  const out = join(folder, 'compiled');
  for (const file of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => PARTS.test(name))) {
    const { code } = transformFileSync(join(ROOT, 'src', file), {
      swcrc: false,
      module: { type: 'es6' },
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    const target = join(out, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  writeFileSync(join(out, 'package.json'), '{"type":"module"}');
  symlinkSync(join(ROOT, 'node_modules'), join(out, 'node_modules'));
  return out;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs one of the commands to its end; `preload` is a module that is loaded before it. */
export function start(compiled: string, program: string, args: readonly string[], preload: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const child: ChildProcess = spawn(process.execPath, [...preload, join(compiled, 'operations', `${program}.main.js`), ...args], {
    env: { PATH: process.env['PATH'], ...env },
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (err += text.toString()));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return { child, ended };
}
export const run = (compiled: string, program: string, ...args: string[]): Promise<Ended> => start(compiled, program, args).ended;

/** Preload that kills the process at its n-th step on the disk. */
export const killedAt = (step: number): { preload: string[]; env: NodeJS.ProcessEnv } => ({
  preload: ['--import', join(import.meta.dirname, 'kill-at-step.mjs')],
  env: { KILL_AT_STEP: String(step) },
});
