import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { EventStore, Position } from '../../event-store/event-store.port.js';
import { ProjectionHealth, type ProjectionStatus } from '../../projection-host/projection-health.js';
import type { CalendarRegistry } from '../projections/calendar-registry.js';
import type { ReferenceNames } from '../projections/reference-names.js';
import type { SqlParams, SqlRow } from './duckdb-connection.js';
import { ReadModelClosed, ReadModelInUse, type Facts } from './facts.js';
import { openProjectedModel, type ProjectedModel, type ProjectedModelOptions } from './projected-model.js';
import type { ReadModelFiles } from './read-model-files.js';
import { readRequest, type RequestDetails } from './request-details.js';

const SWAP_CHECK_MS = 1_000;
const HEAD_CHECK_MS = 1_000;
/** A request's history needs no figures, only the calendars: a projection that is far behind must not keep it waiting. */
const REQUEST_WAIT_MS_MAX = 3_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms).unref(); });

/** The read model in use. Follows the log while the service runs and swaps in a file that a rebuild has finished. */
export class ReadModelService extends ProjectionHealth implements Facts, OnModuleInit, BeforeApplicationShutdown {
  private inUse: ProjectedModel | null = null;
  private inUseFile: string | null = null;
  private timers: NodeJS.Timeout[] = [];
  private swapping: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly files: ReadModelFiles,
    private readonly options: ProjectedModelOptions,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    const file = this.files.current();
    const opened = file === null ? null : await this.reopen(file);
    if (opened === null) await this.beginAnew();
    else [this.inUse, this.inUseFile] = [opened, file];
    this.files.removeOthers();
    this.timers = [
      setInterval(() => { this.swapping = this.swapping.then(() => this.swapIfRebuilt()); }, SWAP_CHECK_MS).unref(),
      setInterval(() => { this.inUse?.host.refreshHead().catch(this.options.onError); }, HEAD_CHECK_MS).unref(),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.swapping;
    await this.inUse?.close();
    this.inUse = null;
  }

  /** Asks the file in use; a question that met a swap is asked again of the new file, which knows the same facts. */
  async query<T extends SqlRow>(sql: string, params: SqlParams = {}): Promise<readonly T[]> {
    try {
      return await this.projected.model.query<T>(sql, params);
    } catch (error) {
      if (!(error instanceof ReadModelClosed)) throw error;
      return this.projected.model.query<T>(sql, params);
    }
  }

  get calendars(): CalendarRegistry {
    return this.projected.projection.calendars;
  }

  get names(): ReferenceNames {
    return this.projected.projection.names;
  }

  status(): ProjectionStatus {
    return this.projected.host.status();
  }

  /** One request straight from its stream, once the calendars it was measured with are projected; null when there is none. */
  async request(hallId: string, requestId: string): Promise<RequestDetails | null> {
    await Promise.race([this.caughtUp(), pause(REQUEST_WAIT_MS_MAX)]);
    return readRequest(this.store, this.calendars, hallId, requestId);
  }

  /** Position whose facts every answer has from now on; null while nothing is projected. */
  position(): Position | null {
    return this.status().position;
  }

  caughtUp(): Promise<void> {
    return this.projected.host.caughtUp();
  }

  private get projected(): ProjectedModel {
    if (this.inUse === null) throw new Error('The read model is not open');
    return this.inUse;
  }

  /** Null when the file is of another version or damaged: it is disposable, the log has everything. */
  private async reopen(file: string): Promise<ProjectedModel | null> {
    try {
      return await openProjectedModel(file, this.store, this.options);
    } catch (error) {
      if (error instanceof ReadModelInUse) throw error;
      this.options.onError(error);
      return null;
    }
  }

  private async beginAnew(): Promise<void> {
    const file = this.files.create(this.options.nowMs());
    const opened = await openProjectedModel(file, this.store, this.options);
    if (opened === null) throw new Error('A new read model file was refused');
    this.files.use(file);
    [this.inUse, this.inUseFile] = [opened, file];
  }

  private async swapIfRebuilt(): Promise<void> {
    try {
      const file = this.files.current();
      if (file === null || file === this.inUseFile) return;
      const next = await openProjectedModel(file, this.store, this.options);
      if (next === null) return;
      await next.host.caughtUp();
      const previous = this.inUse;
      [this.inUse, this.inUseFile] = [next, file];
      await previous?.close();
      this.files.removeOthers();
    } catch (error) {
      this.options.onError(error);
    }
  }
}
