import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const POINTER = 'current.json';

/**
 * The folder of read models: `current.json` names the one in use, so that a rebuilt one is swapped in by one rename.
 * A file under construction ends in `.building` and belongs to the process whose id it carries.
 */
export class ReadModelFiles {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** The file in use, or null before the first one. */
  current(): string | null {
    try {
      const { file } = JSON.parse(readFileSync(join(this.folder, POINTER), 'utf8')) as { file: string };
      return join(this.folder, basename(file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  create(nowMs: number): string {
    return join(this.folder, `read-model-${nowMs}-${process.pid}.duckdb`);
  }

  building(nowMs: number): string {
    return `${this.create(nowMs)}.building`;
  }

  /** Gives a finished file its name and points to it. */
  finish(building: string): string {
    const file = building.replace(/\.building$/, '');
    renameSync(building, file);
    this.use(file);
    return file;
  }

  use(file: string): void {
    const pointer = join(this.folder, POINTER);
    writeFileSync(`${pointer}.${process.pid}`, JSON.stringify({ file: basename(file) }));
    renameSync(`${pointer}.${process.pid}`, pointer);
  }

  /** Deletes every file but the one in use and those other living processes are building. */
  removeOthers(): void {
    const current = this.current();
    for (const name of readdirSync(this.folder)) {
      const [, pid] = /^read-model-\d+-(\d+)\.duckdb/.exec(name) ?? [];
      if (pid === undefined || (current !== null && name.startsWith(basename(current)) && !name.includes('.building'))) continue;
      if (name.includes('.building') && Number(pid) !== process.pid && isAlive(Number(pid))) continue;
      rmSync(join(this.folder, name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
