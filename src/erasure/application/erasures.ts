import { Inject, Injectable } from '@nestjs/common';
import { EventStoreUnavailable } from '../../event-store/errors.js';
import { EventStore, type Position } from '../../event-store/event-store.port.js';
import { transact } from '../../event-store/transact.js';
import { Clock } from '../../kernel/clock.js';
import { toIso } from '../../kernel/instant.js';
import { Keyring, KeysUnavailable } from '../../privacy/keyring.js';
import { type ErasureReason, isKeyId } from '../domain/erasure-events.js';
import { ErasureScan } from '../domain/erasure-scan.js';
import type { ErasureRefusalCode } from '../domain/refusal.js';
import { type Author, type Completion, ErasureStream } from './erasure-stream.js';

export interface ErasureAsked {
  readonly hallId: string;
  readonly applicant: { readonly reference: string } | { readonly pseudonym: string };
  readonly reason: ErasureReason;
  readonly principal: string;
  readonly correlationId: string;
}
export type ErasureResult =
  | { readonly status: 'erased' | 'already-erased'; readonly completion: Completion }
  | { readonly status: 'refused'; readonly code: ErasureRefusalCode };

const PAGE_EVENTS = 1_000;
/** Each reads the whole log. */
const ERASURES_AT_ONCE = 1;

/** Scanned so far, and up to where. */
interface Scanned {
  readonly scan: ErasureScan;
  readonly upTo: Position | null;
}

/**
 * Destroys the keys of one applicant's texts. What is to be done is recorded before, what was done after: whoever finds the
 * one without the other finishes it (`finish` may run again, here and elsewhere at once).
 */
@Injectable()
export class Erasures {
  private running = 0;

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws EventStoreUnavailable: how far it came is not known; the same may be sent again. */
  async erase(asked: ErasureAsked): Promise<ErasureResult> {
    if (this.running >= ERASURES_AT_ONCE) return refused('ERASURE_RUNNING');
    this.running += 1;
    try {
      return await this.attempt(asked);
    } catch (error) {
      if (error instanceof KeysUnavailable) throw new EventStoreUnavailable(error.message, { cause: error });
      throw error;
    } finally {
      this.running -= 1;
    }
  }

  private async attempt(asked: ErasureAsked): Promise<ErasureResult> {
    const { hallId, applicant } = asked;
    const byReference = 'reference' in applicant;
    const keyId = byReference ? await this.keyring.lookup(`applicant:${hallId}:${applicant.reference}`) : applicant.pseudonym;
    if (keyId === null || !isKeyId(keyId)) return refused('UNKNOWN_APPLICANT');
    const { requested, completed } = await ErasureStream.read(this.store, keyId);
    if (requested !== null && requested.data.hallId !== hallId) return refused('UNKNOWN_APPLICANT');
    const scanned = await this.look({ scan: new ErasureScan(keyId), upTo: null }, await this.store.head());
    const isTheirs = scanned.scan.hallId === null ? byReference : scanned.scan.hallId === hallId;
    if (!isTheirs && completed === null) return refused('UNKNOWN_APPLICANT');
    if (completed !== null && !(await this.anyThere(scanned.scan))) return { status: 'already-erased', completion: completed };
    await this.request(keyId, asked, completed);
    return { status: 'erased', completion: await this.finish(keyId, asked, scanned) };
  }

  /** Completes what was requested. @param scanned how far the log was looked through already. */
  async finish(keyId: string, by: Pick<Author, 'principal' | 'correlationId'>, scanned: Scanned = { scan: new ErasureScan(keyId), upTo: null }): Promise<Completion> {
    const before = await ErasureStream.read(this.store, keyId);
    if (before.requested === null) throw new Error(`Nobody asked for the erasure of ${keyId}`);
    if (before.completed !== null) return before.completed;
    const { hallId } = before.requested.data;
    const { scan } = await this.look(scanned, before.requested.position);
    for (const one of scan.keysToErase()) await this.keyring.erase(one);
    await transact<void>(this.store, `erasure-${keyId}`, async () => {
      const stream = await ErasureStream.read(this.store, keyId);
      const author = this.author(by);
      const data = { hallId, applicantKeyId: keyId, occurredAt: author.recordedAt, ...scan.found() };
      const events = stream.completed === null ? stream.next({ type: 'ErasureCompleted', data }, author) : [];
      return { expected: stream.expected, events, settle: () => undefined };
    });
    const { completed } = await ErasureStream.read(this.store, keyId);
    if (completed === null) throw new Error(`The erasure of ${keyId} was not recorded`);
    return completed;
  }

  /** @param known the completion that was found to be not enough; what somebody else has done since is not asked for again. */
  private request(keyId: string, asked: ErasureAsked, known: Completion | null): Promise<void> {
    return transact<void>(this.store, `erasure-${keyId}`, async () => {
      const stream = await ErasureStream.read(this.store, keyId);
      const author = this.author(asked);
      const data = { hallId: asked.hallId, applicantKeyId: keyId, occurredAt: author.recordedAt, reason: asked.reason };
      const isNew = stream.requested === null || (stream.completed !== null && stream.completed.position === known?.position);
      const events = !isNew ? [] : stream.next({ type: 'ErasureRequested', data }, author);
      return { expected: stream.expected, events, settle: () => undefined };
    });
  }

  /** Texts came since, under a request's own key. */
  private async anyThere(scan: ErasureScan): Promise<boolean> {
    for (const keyId of scan.keysToErase()) if (await this.keyring.isThere(keyId)) return true;
    return false;
  }

  private author({ principal, correlationId }: Pick<Author, 'principal' | 'correlationId'>): Author {
    return { principal, correlationId, recordedAt: toIso(this.clock.nowMs()) };
  }

  private async look({ scan, upTo }: Scanned, until: Position | null): Promise<Scanned> {
    let after = upTo;
    while (until !== null && (after === null || after < until)) {
      const page = await this.store.readAll(after, PAGE_EVENTS);
      for (const event of page) if (event.position <= until) scan.take(event);
      const last = page.at(-1);
      if (last === undefined) break;
      after = last.position;
    }
    return { scan, upTo: after !== null && until !== null && after > until ? until : after };
  }
}

const refused = (code: ErasureRefusalCode): ErasureResult => ({ status: 'refused', code });
