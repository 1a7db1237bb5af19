import type { Position, RecordedEvent } from '../../event-store/event-store.port.js';
import { toMs } from '../../kernel/instant.js';
import type { Change, FactAppended, FactRetracted } from '../projections/project.js';
import type { EventRow, FactBatch, ReferenceRow } from './fact-batch.js';

/** What has been folded since the last commit. */
export class FactBuffer {
  private appended: FactAppended[] = [];
  private retracted: FactRetracted[] = [];
  private events: EventRow[] = [];
  private references: ReferenceRow[] = [];
  private readonly touched = new Set<string>();

  change({ appended, retracted }: Change): void {
    this.appended.push(...appended);
    this.retracted.push(...retracted);
  }

  event(event: RecordedEvent, request: bigint): void {
    const data = event.data as { readonly occurredAt: string; readonly departmentId: string };
    const metadata = event.metadata as { readonly recordedAt: string };
    this.touched.add(event.stream);
    this.events.push({
      position: event.position, request, revision: Number(event.revision), type: event.type, department: data.departmentId,
      atMs: toMs(data.occurredAt), recordedAtMs: toMs(metadata.recordedAt),
    });
  }

  reference(event: RecordedEvent): void {
    const { recordedAt } = event.metadata as { readonly recordedAt: string };
    this.references.push({ position: event.position, type: event.type, data: JSON.stringify(event.data), recordedAtMs: toMs(recordedAt) });
  }

  /** Streams with uncommitted events. */
  streams(): readonly string[] {
    return [...this.touched];
  }

  take(checkpoint: Position): FactBatch {
    const { appended, retracted, events, references } = this;
    this.clear();
    return { appended, retracted, events, reference: references, checkpoint };
  }

  clear(): void {
    this.appended = [];
    this.retracted = [];
    this.events = [];
    this.references = [];
    this.touched.clear();
  }
}
