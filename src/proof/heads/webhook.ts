import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backoffMs } from '../../kernel/backoff.js';
import type { HeadsFile } from './heads-file.js';
import { replaceDurably } from './replace-durably.js';

const RETRY_MS_FIRST = 1_000;
const RETRY_MS_MAX = 300_000;
const ANSWER_MS_MAX = 10_000;
const HEADS_AT_ONCE = 100;
const MARK_NAME = 'webhook-sent.json';

export interface WebhookParts {
  readonly url: string;
  readonly heads: HeadsFile;
  /** Of heads.jsonl and of the mark how far it was sent. */
  readonly folder: string;
  readonly onLag: (unsentBytes: number) => void;
  readonly onError: (error: unknown) => void;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Sends every head to an address outside, in order, again and again until it is taken. Nothing waits for it. */
export class Webhook {
  private readonly stopping = new AbortController();
  private wake: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: WebhookParts) {}

  start(): void {
    this.running = this.sendForEver();
  }

  /** There is a new head. */
  poke(): void {
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  private async sendForEver(): Promise<void> {
    const { signal } = this.stopping;
    const sleep = this.parts.sleep ?? pause;
    for (let failures = 0; !signal.aborted; ) {
      const poked = new Promise<void>((resolve) => { this.wake = resolve; });
      try {
        await this.sendNew();
        failures = 0;
        await poked;
      } catch (error) {
        if (signal.aborted) return;
        if (failures === 0) this.parts.onError(error);
        await sleep(backoffMs(failures, RETRY_MS_FIRST, RETRY_MS_MAX, Math.random()), signal);
        failures += 1;
      }
    }
  }

  private async sendNew(): Promise<void> {
    const { heads, folder, onLag } = this.parts;
    for (;;) {
      const place = this.sentUpTo();
      onLag(Math.max(0, (await heads.end()) - place));
      const next = await heads.after(place, HEADS_AT_ONCE);
      if (next.length === 0) return;
      for (const { head, next: after } of next) {
        if (this.stopping.signal.aborted) return;
        await this.post(JSON.stringify(head));
        replaceDurably(folder, MARK_NAME, JSON.stringify({ url: this.parts.url, sentBytes: after }));
      }
    }
  }

  private async post(body: string): Promise<void> {
    const { signal } = this.stopping;
    const answer = await fetch(this.parts.url, {
      method: 'POST', body, redirect: 'manual', headers: { 'content-type': 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)]),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`The webhook answered ${answer.status}`);
  }

  /** From the beginning for a new address: it has none of them. */
  private sentUpTo(): number {
    try {
      const { url, sentBytes } = JSON.parse(readFileSync(join(this.parts.folder, MARK_NAME), 'utf8')) as { url?: unknown; sentBytes?: unknown };
      return url === this.parts.url && Number.isSafeInteger(sentBytes) ? Number(sentBytes) : 0;
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof TypeError || (error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
      throw error;
    }
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms).unref();
  signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
});
