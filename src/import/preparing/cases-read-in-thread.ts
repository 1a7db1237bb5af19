import { Worker } from 'node:worker_threads';
import { ImportError } from '../import-error.js';
import type { CaseSource, OnShare } from './case-source.js';
import type { Names } from './collect-names.js';
import { unpackCases } from './packed-cases.js';
import type { FromReader, ReadingSetup, ToReader } from './reading-thread.messages.js';
import type { ReadyBatches } from './ready-case.js';

type Answer = Exclude<FromReader, { readonly kind: 'share' | 'refused' }>;

/** Longest case that may be read; what the thread takes otherwise is a few batches. */
const HEAP_MB_MAX = 224;

/** A log file read by a thread of its own, a few batches ahead. */
export class CasesReadInThread implements CaseSource {
  private readonly worker: Worker;
  private readonly inbox: FromReader[] = [];
  private lost: Error | null = null;
  private wake = (): void => undefined;

  constructor(setup: ReadingSetup) {
    this.worker = new Worker(new URL('./reading.worker.js', import.meta.url), {
      workerData: setup,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
    });
    this.worker.on('message', (message: FromReader) => {
      this.inbox.push(message);
      this.wake();
    });
    this.worker.once('error', (error) => this.lose(error as Error));
    this.worker.once('exit', () => this.lose(new Error('The thread that reads the file ended')));
  }

  async names(onShare: OnShare, signal: AbortSignal): Promise<Names> {
    const stop = (): void => this.tell('stop');
    this.tell('names');
    signal.addEventListener('abort', stop, { once: true });
    try {
      const answer = await this.answer(onShare);
      if (answer.kind !== 'names') throw new Error(`Names were asked for, and ${answer.kind} came`);
      return { departments: new Set(answer.departments), officers: new Set(answer.officers), serviceItems: new Set(answer.serviceItems) };
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** One who leaves before the end must close: the next to ask would meet what is still on its way. */
  async *cases(onShare: OnShare): ReadyBatches {
    this.tell('cases');
    try {
      for (let answer = await this.answer(onShare); answer.kind === 'cases'; answer = await this.answer(onShare)) {
        this.tell('more');
        yield unpackCases(answer.packed);
      }
    } finally {
      this.tell('stop');
    }
  }

  /** After what is under way, so that no temporary file stays behind. */
  async close(): Promise<void> {
    if (this.lost !== null) return;
    const ended = new Promise((resolve) => this.worker.once('exit', resolve));
    this.tell('stop');
    this.tell('close');
    await ended;
  }

  private tell(message: ToReader): void {
    this.worker.postMessage(message);
  }

  private lose(error: Error): void {
    this.lost ??= error;
    this.wake();
  }

  private async answer(onShare: OnShare): Promise<Answer> {
    for (;;) {
      const message = this.inbox.shift();
      if (message === undefined) {
        if (this.lost !== null) throw this.lost;
        await new Promise<void>((resolve) => (this.wake = resolve));
      } else if (message.kind === 'refused') throw new ImportError(message.code, message.message, message.line);
      else if (message.kind === 'share') onShare(message.share);
      else return message;
    }
  }
}
