import { Inject, Injectable } from '@nestjs/common';
import { canonicalForm } from '../../event-store/canonical-form.js';
import { EventStoreUnavailable } from '../../event-store/errors.js';
import { EventStore, type Position } from '../../event-store/event-store.port.js';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { toIso } from '../../kernel/instant.js';
import { Keyring, KeysUnavailable } from '../../privacy/keyring.js';
import { type HistoriesExportedData, type HistorySearchedData, historySearchStream, SEARCHED_FIELDS, type SearchedField } from '../domain/audit-events.js';
import { AuditTrail } from './audit-trail.js';

export interface HistorySearch {
  readonly hallId: string;
  readonly actor: Actor;
  /** What was filled in, in clear: it enters the log as a keyed MAC only. */
  readonly asked: Readonly<Partial<Record<SearchedField, string>>>;
  /** The applicant's pseudonym, where one was asked for or found by the reference. */
  readonly applicant: string | null;
  readonly position: Position;
  readonly correlationId: string;
}

export interface HistoriesExport {
  readonly hallId: string;
  readonly actor: Actor;
  readonly file: string;
  /** As it was asked; it enters the log as a keyed MAC only. */
  readonly question: Readonly<Record<string, unknown>>;
  readonly position: Position;
  readonly correlationId: string;
}

/** Every search over histories, and every file of them, is an event of its own, recorded before anything is shown. */
@Injectable()
export class HistorySearches {
  private readonly trail: AuditTrail;

  constructor(
    @Inject(EventStore) store: EventStore,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.trail = new AuditTrail(store, () => clock.nowMs());
  }

  /** The pseudonym of who is known by a reference; null when nobody is, or they were erased. Makes no key, and leaves no trace. @throws EventStoreUnavailable */
  applicantBy(hallId: string, reference: string): Promise<string | null> {
    return answered(() => this.keyring.lookup(`applicant:${hallId}:${reference}`));
  }

  /** Durable when it resolves. @throws EventStoreUnavailable: then nothing may be shown. */
  async record({ hallId, actor, asked, applicant, position, correlationId }: HistorySearch): Promise<Position> {
    const mac = await this.macOf(hallId, asked);
    const fields = SEARCHED_FIELDS.filter((field) => asked[field] !== undefined);
    const data: HistorySearchedData = { hallId, occurredAt: toIso(this.clock.nowMs()), role: actor.role, fields, applicant, mac, position: String(position) };
    return this.trail.record(historySearchStream(hallId), { event: { type: 'HistorySearched', data }, principal: actor.principal, correlationId, said: { ...data } });
  }

  /** The same for a file. @throws EventStoreUnavailable: then it may not be begun. */
  async recordExport({ hallId, actor, file, question, position, correlationId }: HistoriesExport): Promise<Position> {
    const mac = await this.macOf(hallId, question);
    const data: HistoriesExportedData = { hallId, occurredAt: toIso(this.clock.nowMs()), role: actor.role, file, mac, position: String(position) };
    return this.trail.record(historySearchStream(hallId), { event: { type: 'HistoriesExported', data }, principal: actor.principal, correlationId, said: { ...data } });
  }

  private async macOf(hallId: string, asked: Readonly<Record<string, unknown>>): Promise<string> {
    const mac = await answered(async () => this.keyring.mac(await this.keyring.keyIdFor(`search:${hallId}`), canonicalForm(asked)));
    if (mac === null) throw new Error(`The key of the searches of ${hallId} was erased`);
    return mac;
  }
}

async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KeysUnavailable) throw new EventStoreUnavailable(error.message, { cause: error });
    throw error;
  }
}
