import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelDigest } from './model-digest.js';

const ASKED = /^digest-asked-([0-9a-f-]{36})\.json$/;
const STATED = /^digest-stated-[0-9a-f-]{36}\.json/;
const LOOK_MS = 200;
/** An answer that nobody fetched. */
const KEPT_MS_MAX = 600_000;

type Answer = { readonly position: string | null; readonly digest: string; readonly tables: readonly string[] } | { readonly refused: string };

/** The process that has the read model open did not state its digest. */
export class NoDigestStated extends Error {
  override readonly name = 'NoDigestStated';
}

/**
 * One process has the read model's file open, so another asks it for its digest through the folder they share: a file that
 * asks, and one that answers.
 */
export class DigestExchange {
  constructor(private readonly folder: string) {}

  /** @throws NoDigestStated when nobody answers within `waitMs`, or the one who does has none. */
  async ask(waitMs: number): Promise<ModelDigest> {
    const id = randomUUID();
    const [asked, stated] = [join(this.folder, `digest-asked-${id}.json`), join(this.folder, `digest-stated-${id}.json`)];
    writeFileSync(asked, '{}');
    try {
      for (let waitedMs = 0; waitedMs < waitMs; waitedMs += LOOK_MS) {
        const answer = read(stated);
        if (answer !== null) return understood(answer);
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
      throw new NoDigestStated('The service that has the read model open did not answer. 打开读模型的服务没有应答。');
    } finally {
      for (const file of [asked, stated]) rmSync(file, { force: true });
    }
  }

  /** Answers whoever has asked. */
  async answer(state: () => Promise<ModelDigest>): Promise<void> {
    for (const name of readdirSync(this.folder)) {
      const [, id] = ASKED.exec(name) ?? [];
      if (id !== undefined) await this.state(id, state);
      else if (STATED.test(name)) this.forget(name);
    }
  }

  private async state(id: string, state: () => Promise<ModelDigest>): Promise<void> {
    rmSync(join(this.folder, `digest-asked-${id}.json`), { force: true });
    const answer = await state().then(
      ({ position, digest, tables }): Answer => ({ position: position?.toString() ?? null, digest, tables }),
      (error: unknown): Answer => ({ refused: String(error) }));
    const file = join(this.folder, `digest-stated-${id}.json`);
    writeFileSync(`${file}.new`, JSON.stringify(answer));
    renameSync(`${file}.new`, file);
  }

  private forget(name: string): void {
    const file = join(this.folder, name);
    const writtenMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (writtenMs !== undefined && Date.now() - writtenMs > KEPT_MS_MAX) rmSync(file, { force: true });
  }
}

function read(file: string): Answer | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Answer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function understood(answer: Answer): ModelDigest {
  if ('refused' in answer) throw new NoDigestStated(`The service that has the read model open states no digest: ${answer.refused}`);
  return { ...answer, position: answer.position === null ? null : BigInt(answer.position) };
}
