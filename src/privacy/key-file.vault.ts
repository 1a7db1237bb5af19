import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { GroupedVault } from './grouped.vault.js';
import type { KeyAnswer } from './key-file.messages.js';
import type { KeyOperation, KeyOutcome } from './key-operations.js';
import { KeysUnavailable } from './keyring.js';

interface Asked {
  readonly resolve: (outcomes: readonly KeyOutcome[]) => void;
  readonly reject: (error: Error) => void;
}

/** Keys in a SQLite file of their own (mode 0600), which several processes may have open. One group is one commit. */
export class KeyFileVault extends GroupedVault {
  private worker: Worker | null = null;
  private asked: Asked | null = null;

  constructor(private readonly file: string) {
    super({ title: 'The key file', groupsAtOnce: 1, callMsMax: null });
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600); // The file may be older; SQLite gives its side files the same mode.
  }

  protected override answer(operations: readonly KeyOperation[]): Promise<readonly KeyOutcome[]> {
    return new Promise((resolve, reject) => {
      this.asked = { resolve, reject };
      this.worker ??= this.start();
      this.worker.ref(); // Somebody waits: the process must not end now.
      this.worker.postMessage(operations);
    });
  }

  protected override async release(): Promise<void> {
    const { worker } = this;
    if (worker === null) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage('close');
    await ended;
  }

  private start(): Worker {
    const worker = new Worker(workerFile(), { workerData: this.file });
    worker.on('message', (answer: KeyAnswer) => this.hear(answer));
    worker.once('error', (error) => this.lose(worker, String(error)));
    worker.once('exit', (code) => this.lose(worker, `its thread ended with ${code}`));
    return worker;
  }

  private hear(answer: KeyAnswer): void {
    const { asked } = this;
    this.asked = null;
    this.worker?.unref();
    if ('failure' in answer) asked?.reject(new KeysUnavailable(`The key file failed: ${answer.failure}`));
    else asked?.resolve(answer.outcomes);
  }

  /** The next one who asks gets a new worker. */
  private lose(worker: Worker, why: string): void {
    if (this.worker !== worker) return;
    this.worker = null;
    this.hear({ failure: why });
  }
}

/** Compiled it is a `.js` file beside this one; under the test runner Node loads the `.ts` file itself. */
const workerFile = (): URL => new URL(`./key-file.worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
