import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..');
const main = join(root, 'dist', 'main.js');
const policies = join(root, 'dist', 'platform', 'auth', 'policy', 'check-policies.main.js');
/** Written after a build without errors: the compiler leaves files behind also when it found some. */
const mark = join(root, 'dist', '.built');
const lock = join(root, 'node_modules', '.build-lock');
const compiler = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
const settings = ['package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
const lockWaitMsMax = 180_000;

export const canCompile = () => existsSync(compiler) && existsSync(join(root, 'src'));
export const isBuilt = () => existsSync(main);

export function isFresh() {
  if (!existsSync(mark) || !isBuilt()) return false;
  const builtMs = statSync(mark).mtimeMs;
  return sources().every((path) => statSync(path).mtimeMs <= builtMs);
}

/** Folders count too: deleting or renaming a file changes its folder. */
function sources() {
  const src = join(root, 'src');
  const inside = readdirSync(src, { recursive: true }).map((name) => join(src, name));
  return [src, ...inside, ...settings.map((name) => join(root, name))].filter(existsSync);
}

export function compile() {
  compileStartedMs = Date.now();
  const { status, signal } = spawnSync(process.execPath, [compiler, 'build'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0 || !isBuilt()) fail(status, signal);
  checkPolicies();
}

/** A route, a field of a root or a field of an object that nobody said who may have: the build names it and ends. */
function checkPolicies() {
  const { status, signal } = spawnSync(process.execPath, [policies], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) fail(status, signal);
}

function fail(status, signal) {
  releaseLock();
  console.error(`The build failed${signal ? ` (${signal})` : ''}. 编译失败。`);
  process.exit(status || 1);
}

let compileStartedMs = 0;

/** Dated at the start of the build: what was edited while it ran makes it stale. */
export function markBuilt() {
  writeFileSync(mark, '');
  utimesSync(mark, new Date(compileStartedMs), new Date(compileStartedMs));
}

/** `npm start` and `npm run import` may be typed at the same moment in two windows of a fresh clone. */
export async function withBuildLock(build) {
  mkdirSync(dirname(lock), { recursive: true });
  for (let waitedMs = 0; !takeLock(); waitedMs += 250) {
    if (waitedMs > lockWaitMsMax) throw new Error(`Another build has held ${lock} for three minutes; remove it if none is running.`);
    await sleep(250);
  }
  try {
    build();
  } finally {
    releaseLock();
  }
}

function takeLock() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isHeld()) releaseLock();
    return false;
  }
}

function isHeld() {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')) || process.pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function releaseLock() {
  rmSync(lock, { force: true });
}
