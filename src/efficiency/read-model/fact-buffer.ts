import type { Position, RecordedEvent } from '../../event-store/event-store.port.js';
import { toMs } from '../../kernel/instant.js';
import type { ServiceRequestEvent } from '../../service-request/domain/events.js';
import type { Change, FactAppended, FactRetracted } from '../projections/project.js';
import type { EventRow, FactBatch, ParkedRow, ReferenceRow } from './fact-batch.js';

/** Of an event's data: when, and who had to do with it. */
interface Whose {
  readonly departmentId: string;
  readonly occurredAt: string;
  readonly officerId?: string;
  readonly assignedOfficerId?: string;
  readonly terminalId?: string;
  readonly applicant?: { readonly keyId: string } | null;
}

/** What has been folded since the last commit. */
export class FactBuffer {
  private appended: FactAppended[] = [];
  private retracted: FactRetracted[] = [];
  private events: EventRow[] = [];
  private references: ReferenceRow[] = [];
  private unparked: string[] = [];
  private parked: ParkedRow[] = [];
  private readonly touched = new Set<string>();

  change({ appended, retracted }: Change): void {
    this.appended.push(...appended);
    this.retracted.push(...retracted);
  }

  event(event: RecordedEvent, { type, data }: ServiceRequestEvent, request: bigint): void {
    this.touched.add(event.stream);
    this.followUp(event, { type, data }, request);
  }

  /** An event of a request that stands in another stream than the request's. */
  followUp(event: RecordedEvent, { type, data }: { readonly type: string; readonly data: Whose }, request: bigint): void {
    const metadata = event.metadata as { readonly recordedAt: string; readonly principal?: unknown };
    this.events.push({
      position: event.position, request, revision: Number(event.revision), type, department: data.departmentId,
      atMs: toMs(data.occurredAt), recordedAtMs: toMs(metadata.recordedAt),
      officer: data.officerId ?? null, assignedOfficer: data.assignedOfficerId ?? null, terminal: data.terminalId ?? null,
      principal: typeof metadata.principal === 'string' ? metadata.principal : null, applicantKey: data.applicant?.keyId ?? null,
    });
  }

  reference(event: RecordedEvent): void {
    const { recordedAt } = event.metadata as { readonly recordedAt: string };
    this.references.push({ position: event.position, type: event.type, data: JSON.stringify(event.data), recordedAtMs: toMs(recordedAt) });
  }

  park(row: ParkedRow): void {
    this.parked.push(row);
  }

  /** Takes everything of a stream out of the parked rows of the file; rows parked after this stay. */
  unpark(stream: string): void {
    this.unparked.push(stream);
  }

  /** Streams with uncommitted events. */
  streams(): readonly string[] {
    return [...this.touched];
  }

  take(checkpoint: Position): FactBatch {
    const { appended, retracted, events, references, unparked, parked } = this;
    this.clear();
    return { appended, retracted, events, reference: references, unparked, parked, checkpoint };
  }

  clear(): void {
    this.appended = [];
    this.retracted = [];
    this.events = [];
    this.references = [];
    this.unparked = [];
    this.parked = [];
    this.touched.clear();
  }
}
