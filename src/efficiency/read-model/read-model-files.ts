import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { READ_MODEL_VERSION } from './schema.js';

/** Which file a version of the projection uses; not `built` while it was never up to the log, or not compared yet. */
export interface Pointer {
  readonly file: string;
  readonly built: boolean;
}

export const readModelFolder = (dataDir: string): string => join(dataDir, 'read-model');

/** Pointers of other versions; `current.json` was the only one once. */
const POINTER = /^current(\.v\d+)?\.json$/;

/**
 * The folder of read models. Each version of the projection has a pointer of its own, `current.v<version>.json`, so that a
 * newer one is built beside the one that serves; what is finished is swapped in by one rename. A file that another process
 * builds ends in `.building` and carries that process's id.
 */
export class ReadModelFiles {
  private readonly pointerName: string;

  constructor(readonly folder: string, readonly version = READ_MODEL_VERSION) {
    mkdirSync(folder, { recursive: true });
    this.pointerName = `current.v${version}.json`;
  }

  /** Null before the first file of this version; one that cannot be read counts as none: the log has everything. */
  pointer(): Pointer | null {
    return this.read(this.pointerName);
  }

  /** Files of other versions that a service may have used last. */
  others(): readonly string[] {
    const names = readdirSync(this.folder).filter((name) => POINTER.test(name) && name !== this.pointerName);
    return names.flatMap((name) => this.read(name)?.file ?? []);
  }

  /** A name that no file has. */
  create(nowMs: number): string {
    const file = join(this.folder, `read-model-${nowMs}-${process.pid}.duckdb`);
    return existsSync(file) || existsSync(`${file}.building`) ? this.create(nowMs + 1) : file;
  }

  building(nowMs: number): string {
    return `${this.create(nowMs)}.building`;
  }

  /** Gives a finished file its name and points to it. */
  finish(building: string): string {
    const file = building.replace(/\.building$/, '');
    renameSync(building, file);
    this.use({ file, built: true });
    return file;
  }

  use({ file, built }: Pointer): void {
    const pointer = join(this.folder, this.pointerName);
    const written = openSync(`${pointer}.${process.pid}`, 'w');
    writeSync(written, JSON.stringify({ file: basename(file), built }));
    fsyncSync(written);
    closeSync(written);
    renameSync(`${pointer}.${process.pid}`, pointer);
  }

  /** Deletes the pointers of other versions and every file but the one in use and those other living processes are building. */
  removeOthers(): void {
    const current = this.pointer();
    for (const name of readdirSync(this.folder)) {
      if (POINTER.test(name) && name !== this.pointerName) this.remove(name);
      const [, pid] = /^read-model-\d+-(\d+)\.duckdb/.exec(name) ?? [];
      if (pid === undefined || (current !== null && name.startsWith(basename(current.file)) && !name.includes('.building'))) continue;
      if (name.includes('.building') && Number(pid) !== process.pid && isAlive(Number(pid))) continue;
      this.remove(name);
    }
  }

  private remove(name: string): void {
    rmSync(join(this.folder, name), { recursive: true, force: true });
  }

  private read(name: string): Pointer | null {
    try {
      const { file, built } = JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as { file: string; built?: boolean };
      return { file: join(this.folder, basename(file)), built: built ?? true };
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof TypeError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}

/** A read model with what DuckDB keeps beside it. */
export function removeModel(file: string): void {
  for (const name of [file, `${file}.wal`, `${file}.tmp`]) rmSync(name, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
