import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { EventStoreUnavailable, LogFileRefused } from '../errors.js';
import type { FromWorker } from './protocol.js';

interface Pending<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Numbered requests to a worker thread and their answers. A worker that ends by itself rejects all that is pending with
 * EventStoreUnavailable; the next request starts another. The process may exit while nothing is pending.
 */
export class WorkerLink<Request, Answer> {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending<Answer>>();
  private lastNumber = 0;
  private closed = false;

  /** `script` names the compiled file; where only its source lies beside it, Node strips the types itself. */
  constructor(
    private readonly script: URL,
    private readonly setup: unknown,
  ) {}

  /** Resolves when the worker has opened its file; else LogFileRefused or EventStoreUnavailable. */
  async start(): Promise<void> {
    const ready = this.expect(0);
    this.running().ref();
    await ready;
  }

  /** One message for all; an answer each, in any order. */
  send(requests: readonly Request[]): Promise<Answer>[] {
    if (this.closed) return requests.map(() => Promise.reject(new EventStoreUnavailable('The event store is closed')));
    const numbered = requests.map((request) => [(this.lastNumber += 1), request] as const);
    const answers = numbered.map(([number]) => this.expect(number));
    const worker = this.running();
    worker.ref();
    worker.postMessage(numbered);
    return answers;
  }

  /** After the answers to all that was sent. */
  async close(): Promise<void> {
    this.closed = true;
    const { worker } = this;
    if (!worker) return;
    worker.ref();
    await new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
      worker.postMessage(null);
    });
  }

  private running(): Worker {
    return (this.worker ??= this.spawn());
  }

  private expect(number: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.pending.set(number, { resolve, reject });
    });
  }

  private spawn(): Worker {
    const worker = new Worker(runnable(this.script), { workerData: this.setup, execArgv: [] });
    worker.on('message', (answers: FromWorker<Answer>) => this.receive(worker, answers));
    worker.on('messageerror', (error) => this.lose(worker, error));
    worker.on('error', (error) => this.lose(worker, error as Error));
    worker.on('exit', (code) => this.lose(worker, new Error(`The worker thread ended with code ${code}`)));
    worker.unref();
    return worker;
  }

  private receive(worker: Worker, answers: FromWorker<Answer>): void {
    if (worker !== this.worker) return;
    for (const [number, answer] of answers) {
      this.pending.get(number)?.resolve(answer);
      this.pending.delete(number);
    }
    // While it closes, the process waits for its end, also after the last answer.
    if (this.pending.size === 0 && !this.closed) worker.unref();
  }

  private lose(worker: Worker, cause: Error): void {
    if (worker !== this.worker) return;
    this.worker = undefined;
    const error = asOurs(cause);
    const lost = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of lost) reject(error);
  }
}

function asOurs(cause: Error): Error {
  if ('code' in cause && cause.code === 'LOG_FILE_REFUSED') return new LogFileRefused(cause.message);
  return new EventStoreUnavailable(`The event log cannot be used now: ${cause.message}`, { cause });
}

function runnable(script: URL): URL {
  return existsSync(script) ? script : new URL(script.href.replace(/\.js$/, '.ts'));
}
