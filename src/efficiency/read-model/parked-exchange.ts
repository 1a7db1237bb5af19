import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Replayed } from './facts-projection.js';
import type { ParkedRequest } from './parked-requests.js';

const ASKED = /^parked-asked-([0-9a-f-]{36})\.json$/;
const ANSWERED = /^parked-answered-[0-9a-f-]{36}\.json/;
const LOOK_MS = 100;
/** A question or an answer that nobody fetched. */
const KEPT_MS_MAX = 600_000;

export type ParkedQuestion = { readonly action: 'list' } | { readonly action: 'replay'; readonly stream: string | null };
export type ParkedAnswer =
  | { readonly kind: 'under-way'; readonly tried: number; readonly of: number }
  | { readonly kind: 'listed'; readonly requests: readonly ParkedRequest[] }
  | ({ readonly kind: 'replayed' } & Replayed)
  | { readonly kind: 'refused'; readonly reason: string };

/** The service that has the read model open did not answer, or could not. */
export class NoParkedAnswer extends Error {
  override readonly name = 'NoParkedAnswer';
}

/** One process has the read model's file open, so another asks it through the folder they share: a file that asks, one that answers. */
export class ParkedExchange {
  constructor(private readonly folder: string) {}

  /** @throws NoParkedAnswer when nothing is heard for `silenceMs`, or the answer is a refusal. */
  async ask(question: ParkedQuestion, silenceMs: number, onProgress: (tried: number, of: number) => void = () => undefined): Promise<ParkedAnswer> {
    const id = randomUUID();
    const answered = join(this.folder, `parked-answered-${id}.json`);
    const asked = join(this.folder, `parked-asked-${id}.json`);
    writeWhole(asked, question);
    try {
      for (let silentMs = 0, tried = 0; silentMs < silenceMs; silentMs += LOOK_MS) {
        const answer = readWhole<ParkedAnswer>(answered);
        if (answer?.kind === 'refused') throw new NoParkedAnswer(answer.reason);
        if (answer !== null && answer.kind !== 'under-way') return answer;
        if (answer !== null && answer.tried > tried) {
          [silentMs, tried] = [0, answer.tried];
          onProgress(answer.tried, answer.of);
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
      throw new NoParkedAnswer('The service that has the read model open did not answer. 打开读模型的服务没有应答。');
    } finally {
      for (const file of [asked, answered]) rmSync(file, { force: true });
    }
  }

  /** Answers whoever has asked, one after the other. */
  async answer(handle: (question: ParkedQuestion, tell: (answer: ParkedAnswer) => void) => Promise<ParkedAnswer>): Promise<void> {
    for (const name of readdirSync(this.folder)) {
      const [, id] = ASKED.exec(name) ?? [];
      if (id !== undefined) await this.answerOne(id, handle);
      else if (ANSWERED.test(name)) forget(join(this.folder, name));
    }
  }

  private async answerOne(id: string, handle: Parameters<ParkedExchange['answer']>[0]): Promise<void> {
    const asked = join(this.folder, `parked-asked-${id}.json`);
    const question = readWhole<ParkedQuestion>(asked);
    rmSync(asked, { force: true });
    if (question === null) return;
    const tell = (answer: ParkedAnswer): void => writeWhole(join(this.folder, `parked-answered-${id}.json`), answer);
    tell(await handle(question, tell).catch((error: unknown): ParkedAnswer => ({ kind: 'refused', reason: (error as Error).message })));
  }
}

/** Positions pass 2^53: they are written as text with an `n`. */
const writeWhole = (file: string, value: ParkedQuestion | ParkedAnswer): void => {
  writeFileSync(`${file}.new`, JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? `${member}n` : member)));
  renameSync(`${file}.new`, file);
};

function readWhole<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'), (name, member: unknown) =>
      (name === 'position' && typeof member === 'string' ? BigInt(member.slice(0, -1)) : member)) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function forget(file: string): void {
  const writtenMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (writtenMs !== undefined && Date.now() - writtenMs > KEPT_MS_MAX) rmSync(file, { force: true });
}
