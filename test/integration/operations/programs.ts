import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { compileSources } from '../../support/compile-sources.js';

const PARTS = /^(kernel|event-store|privacy|operations)\/.*(?<!\.module)\.ts$/;

/** Compiles the commands for processes of their own. @returns the folder of the compiled files. */
export const compilePrograms = (folder: string): string => compileSources(folder, PARTS);

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
