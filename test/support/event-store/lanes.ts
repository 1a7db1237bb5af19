import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { all } from './events.js';

const CHILD = join(import.meta.dirname, 'lanes.child.mjs');

/** A process that grows numbered streams; what it says stands in `acknowledged` before it is told to anyone else. */
export class Lanes {
  readonly acknowledged: number[];
  readonly failures: string[] = [];
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private heard = 0;
  private listeners: (() => void)[] = [];

  /** `shellLimit`: a command of the shell that starts the process, such as `ulimit -S -f 2000`. */
  constructor(module: string, file: string, lanes: number, padding: number, shellLimit = 'true') {
    this.acknowledged = Array.from({ length: lanes }, () => 0);
    const command = `${shellLimit} && exec "$0" "$@"`;
    const args = ['-c', command, process.execPath, CHILD, module, file, String(lanes), String(padding)];
    this.child = spawn('sh', args, { stdio: ['pipe', 'pipe', 'inherit'], env: { PATH: process.env['PATH'] } });
    this.ended = once(this.child, 'exit');
    if (!this.child.stdout) throw new Error('The process has no output');
    createInterface({ input: this.child.stdout }).on('line', (line) => this.hear(line));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Resolves once `done` holds, or throws when the process ends before. */
  async until(done: () => boolean): Promise<void> {
    let over = false;
    void this.ended.then(() => {
      over = true;
      this.tell();
    });
    while (!done()) {
      if (over) throw new Error('The process ended by itself');
      await new Promise<void>((resolve) => this.listeners.push(resolve));
    }
  }

  async acks(more: number): Promise<void> {
    const target = this.heard + more;
    await this.until(() => this.heard >= target);
  }

  resume(): void {
    this.child.stdin?.write('go on\n');
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
    // What was in the pipe when it died counts: it had been acknowledged.
    if (this.child.stdout && !this.child.stdout.closed) await once(this.child.stdout, 'close');
  }

  private hear(line: string): void {
    const [word, first = '', count] = line.split(' ');
    if (word === 'ack') {
      this.heard += 1;
      this.acknowledged[Number(first)] = Number(count);
    }
    if (word === 'failed') this.failures.push(first);
    this.tell();
  }

  private tell(): void {
    const listeners = this.listeners;
    this.listeners = [];
    for (const listener of listeners) listener();
  }
}

/** Every acknowledged event is there, each stream is a prefix of what was sent, and the file is sound. */
export async function expectSound(file: string, acknowledged: readonly number[]): Promise<void> {
  const store = await SqliteEventStore.open(file);
  for (const [lane, count] of acknowledged.entries()) {
    const events = await all(store, `lane-${lane}`);
    expect(events.length).toBeGreaterThanOrEqual(count);
    expect(events.map(({ data }) => data['n'])).toEqual(events.map((_, index) => index));
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => BigInt(index)));
    const positions = events.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => (a < b ? -1 : 1)));
  }
  await store.close();
  const raw = new DatabaseSync(file, { readOnly: true });
  expect(
    raw
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => row['integrity_check']),
  ).toEqual(['ok']);
  raw.close();
}
