import type { EventStore } from '../../../event-store/event-store.port.js';
import type { ReadModelService } from '../read-model.service.js';
import { type FigureQuestion, scopeOf } from '../scope-of.js';
import { type Export, exportOf } from './export-kinds.js';

export interface OpenedExport extends Export {
  /** What it is of; -1 before the first event. */
  readonly position: bigint;
}

/** Exports of the serving model and the log under it. */
export class ExportDesk {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly store: EventStore,
  ) {}

  /** Null for a name that is none. @throws QuestionRefused, ReadModelRebuilding. */
  async open(name: string, question: FigureQuestion, nowMs: number): Promise<OpenedExport | null> {
    const scope = await scopeOf(this.readModel, question, nowMs);
    const found = exportOf(name, scope, { facts: this.readModel, store: this.store });
    return found === null ? null : { ...found, position: scope.position };
  }
}
