import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A process that records without pause until it is killed. */
export class RestlessHall {
  /** Highest position that was acknowledged. */
  acknowledged = 0n;
  private readonly child: ChildProcess;

  constructor(compiled: string, dataDir: string, lanes = 3) {
    this.child = spawn(process.execPath, [join(import.meta.dirname, 'hall.child.mjs'), compiled, dataDir, String(lanes)], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (this.child.stdout === null) throw new Error('The process has no output');
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      const position = BigInt(line.split(' ')[1] ?? 0);
      if (position > this.acknowledged) this.acknowledged = position;
    });
  }

  async until(position: bigint): Promise<void> {
    while (this.acknowledged < position) {
      if (this.child.exitCode !== null) throw new Error('The process ended by itself');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async kill(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
