import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = process.env['REBUILD_MAIN'] ?? join(ROOT, 'dist/efficiency/rebuild.main.js');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Whether there is a build to run; says so where there is none. */
export function builtRebuild(): boolean {
  const built = existsSync(MAIN);
  if (!built) process.stderr.write('Left out, there is no build (npm run build): the rebuild on the command line\n');
  return built;
}

export function startRebuild(...args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: ROOT });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => { out += text.toString(); });
  child.stderr.on('data', (text: Buffer) => { err += text.toString(); });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return { child, ended };
}

export const runRebuild = (...args: readonly string[]): Promise<Ended> => startRebuild(...args).ended;
