import type { Position } from '../../../event-store/event-store.port.js';
import type { CalendarRegistry } from '../../projections/calendar-registry.js';
import { DuckDbReadModel } from '../duckdb-read-model.js';
import type { SqlParams, SqlRow } from '../duckdb-connection.js';
import { FactBuffer } from '../fact-buffer.js';
import { ReadModelClosed, type Facts } from '../facts.js';
import { Parking } from '../parking.js';
import { removeModel } from '../read-model-files.js';
import { ReferenceProjection } from '../reference-projection.js';
import { whatIfGone } from './refusals.js';

/** A finished read model that nobody projects into: what the figures are asked of. */
export class RuledModel implements Facts {
  private constructor(
    private readonly model: DuckDbReadModel,
    readonly upTo: Position,
    readonly calendars: CalendarRegistry,
    readonly names: ReferenceProjection['names'],
  ) {}

  static async open(file: string, upTo: Position, memoryMb: number): Promise<RuledModel> {
    const model = await DuckDbReadModel.open(file, { memoryMb });
    if (model === null) throw new Error(`${file} is of another version of the projection`);
    const buffer = new FactBuffer();
    const reference = new ReferenceProjection(buffer, new Parking(buffer));
    reference.load(await model.referenceEvents());
    return new RuledModel(model, upTo, reference.calendars, reference.names);
  }

  get file(): string {
    return this.model.file;
  }

  position(): Position {
    return this.upTo;
  }

  /** @throws WhatIfRefused when it has made room for another. */
  async query<T extends SqlRow>(sql: string, params: SqlParams = {}): Promise<readonly T[]> {
    try {
      return await this.model.query<T>(sql, params);
    } catch (error) {
      throw error instanceof ReadModelClosed ? whatIfGone() : error;
    }
  }

  /** Waits for running questions, then deletes the file. */
  async remove(): Promise<void> {
    await this.model.close();
    removeModel(this.file);
  }
}
