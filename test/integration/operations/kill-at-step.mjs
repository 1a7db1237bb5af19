/** Loaded before a command: kills it (-9) right before its n-th step on the disk, KILL_AT_STEP. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

let steps = 0;
for (const name of ['renameSync', 'linkSync', 'fsyncSync', 'rmSync', 'mkdirSync', 'writeFileSync']) {
  const original = fs[name];
  fs[name] = (...args) => {
    steps += 1;
    if (steps === Number(process.env['KILL_AT_STEP'])) process.kill(process.pid, 'SIGKILL');
    return original(...args);
  };
}
syncBuiltinESMExports();
