import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { KeyAnswer, KeyOperation, KeyOutcome } from './key-file.messages.js';
import type { KeyVault, VaultKey } from './key-vault.js';
import { KeysUnavailable } from './keyring.js';

interface Pending {
  readonly operation: KeyOperation;
  readonly resolve: (outcome: KeyOutcome) => void;
  readonly reject: (error: Error) => void;
}

const GROUP_MAX = 1_000;
const PENDING_MAX = 20_000;

/**
 * Keys in a SQLite file of their own (mode 0600), which several processes may have open. What asks while the worker is
 * busy goes together in its next group: many new applicants at once cost one commit.
 */
export class KeyFileVault implements KeyVault {
  private waiting: Pending[] = [];
  private underWay: Pending[] = [];
  private worker: Worker | null = null;
  private closed = false;
  private onIdle: () => void = () => undefined;

  constructor(private readonly file: string) {
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600); // The file may be older; SQLite gives its side files the same mode.
  }

  async find(subject: string): Promise<VaultKey> {
    const key = await this.ask({ kind: 'find', name: subject });
    if (key === null) throw new KeysUnavailable('The key file kept no key');
    return key;
  }

  load(keyId: string): Promise<VaultKey | null> {
    return this.ask({ kind: 'load', name: keyId });
  }

  async erase(keyId: string): Promise<void> {
    await this.ask({ kind: 'erase', name: keyId });
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.underWay.length > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
    const { worker } = this;
    if (worker === null) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage('close');
    await ended;
  }

  private ask(operation: KeyOperation): Promise<KeyOutcome> {
    if (this.closed) return Promise.reject(new KeysUnavailable('The key file is closed'));
    if (this.waiting.length >= PENDING_MAX) return Promise.reject(new KeysUnavailable(`More than ${PENDING_MAX} keys are asked for`));
    return new Promise((resolve, reject) => {
      this.waiting.push({ operation, resolve, reject });
      this.send();
    });
  }

  private send(): void {
    if (this.underWay.length > 0 || this.waiting.length === 0) return;
    this.underWay = this.waiting.splice(0, GROUP_MAX);
    this.worker ??= this.start();
    this.worker.ref(); // Somebody waits: the process must not end now.
    this.worker.postMessage(this.underWay.map(({ operation }) => operation));
  }

  private start(): Worker {
    const worker = new Worker(workerFile(), { workerData: this.file });
    worker.on('message', (answer: KeyAnswer) => this.settle(answer));
    worker.once('error', (error) => this.lose(worker, String(error)));
    worker.once('exit', (code) => this.lose(worker, `its thread ended with ${code}`));
    return worker;
  }

  private settle(answer: KeyAnswer): void {
    const group = this.underWay;
    this.underWay = [];
    group.forEach(({ resolve, reject }, index) => {
      if ('failure' in answer) reject(new KeysUnavailable(`The key file failed: ${answer.failure}`));
      else resolve(answer.outcomes[index] ?? null);
    });
    this.worker?.unref();
    this.send();
    if (this.underWay.length === 0) this.onIdle();
  }

  /** The next one who asks gets a new worker. */
  private lose(worker: Worker, why: string): void {
    if (this.worker !== worker) return;
    this.worker = null;
    this.settle({ failure: why });
  }
}

/** Compiled it is a `.js` file beside this one; under the test runner Node loads the `.ts` file itself. */
const workerFile = (): URL => new URL(`./key-file.worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
