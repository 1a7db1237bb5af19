import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { EventStore, Position } from '../../event-store/event-store.port.js';
import type { PseudonymSource } from '../../kernel/pseudonyms.js';
import { ProjectionHealth, type ProjectionStatus } from '../../projection-host/projection-health.js';
import type { CalendarRegistry } from '../projections/calendar-registry.js';
import type { ReferenceNames } from '../projections/reference-names.js';
import { completeCandidate, openCandidate, unlessAborted, type Candidate } from './candidate.js';
import { ModelsDisagree } from './compare-models.js';
import { DigestExchange } from './digest-exchange.js';
import type { SqlParams, SqlRow } from './duckdb-connection.js';
import { carryMarks } from './effect-marks.js';
import type { Replayed } from './facts-projection.js';
import { ReadModelClosed, ReadModelRebuilding, type Facts } from './facts.js';
import { digestOfModel, type ModelDigest } from './model-digest.js';
import { openProjectedModel, type ProjectedModel, type ProjectedModelOptions } from './projected-model.js';
import type { ReadModelFiles } from './read-model-files.js';
import { readRequest, type RequestDetails } from './request-details.js';

const FOLDER_CHECK_MS = 1_000;
const HEAD_CHECK_MS = 1_000;
/** A small log is projected before the service listens, so that nobody sees it rebuilding. */
const START_WAIT_MS_MAX = 5_000;
const BUILD_RETRY_MS = 1_000;
/** A request's history needs no figures, only the calendars: a projection that is far behind must not keep it waiting. */
const REQUEST_WAIT_MS_MAX = 3_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms).unref(); });

/**
 * The read model in use. Follows the log while the service runs and swaps in a file that a rebuild has finished. While there
 * is none of this version that was up to the log, it answers nothing (ReadModelRebuilding): an older version's facts would
 * be read by rules they were not written by.
 */
export class ReadModelService extends ProjectionHealth implements Facts, OnModuleInit, BeforeApplicationShutdown {
  private serving: ProjectedModel | null = null;
  private servingFile: string | null = null;
  private candidate: Candidate | null = null;
  private completing: Promise<void> = Promise.resolve();
  private timers: NodeJS.Timeout[] = [];
  private looking: Promise<void> | null = null;
  private readonly stopping = new AbortController();
  private readonly abandoning = new AbortController();
  private readonly exchange: DigestExchange;

  constructor(
    private readonly store: EventStore,
    private readonly files: ReadModelFiles,
    private readonly options: ProjectedModelOptions,
  ) {
    super();
    this.exchange = new DigestExchange(files.folder);
  }

  async onModuleInit(): Promise<void> {
    const candidate = await openCandidate(this.files, this.store, this.options);
    this.candidate = candidate;
    if (candidate.built) this.begin(candidate);
    else this.completing = this.complete(candidate);
    await Promise.race([this.completing, pause(this.options.startWaitMsMax ?? START_WAIT_MS_MAX)]);
    this.timers = [
      setInterval(() => { this.looking ??= this.lookIntoFolder().finally(() => { this.looking = null; }); }, FOLDER_CHECK_MS).unref(),
      setInterval(() => { this.projected.host.refreshHead().catch(this.options.onError); }, HEAD_CHECK_MS).unref(),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.stopping.abort(new ReadModelClosed('The service stops'));
    await this.looking;
    await this.completing;
    await (this.serving ?? this.candidate?.projected)?.close();
    [this.serving, this.candidate] = [null, null];
  }

  /** Asks the file in use; a question that met a swap is asked again of the new file, which knows the same facts. */
  async query<T extends SqlRow>(sql: string, params: SqlParams = {}): Promise<readonly T[]> {
    try {
      return await this.inUse.model.query<T>(sql, params);
    } catch (error) {
      if (!(error instanceof ReadModelClosed)) throw error;
      return this.inUse.model.query<T>(sql, params);
    }
  }

  get calendars(): CalendarRegistry {
    return this.inUse.projection.calendars;
  }

  /** What people are told by to whom they are not named. */
  get people(): PseudonymSource | undefined { return this.options.people; }

  get names(): ReferenceNames {
    return this.inUse.projection.names;
  }

  status(): ProjectionStatus {
    return { ...this.projected.host.status(), rebuilding: this.serving === null };
  }

  /** One request straight from its stream, once the calendars it was measured with are projected; null when there is none. */
  async request(hallId: string, requestId: string): Promise<RequestDetails | null> {
    await this.nearlyCaughtUp();
    return readRequest(this.store, this.calendars, hallId, requestId);
  }

  /** Resolves when everything in the log at this call is in the answers, or when that takes too long. */
  async nearlyCaughtUp(): Promise<void> {
    await Promise.race([this.inUse.host.caughtUp(), pause(REQUEST_WAIT_MS_MAX)]);
  }

  /** Position whose facts every answer has from now on; null while nothing is projected. */
  position(): Position | null {
    return this.status().position;
  }

  /** Resolves when everything in the log at this call is in the answers. */
  async caughtUp(): Promise<void> {
    await this.completing;
    return this.projected.host.caughtUp();
  }

  /** What the model in use says of the log so far. */
  async digest(): Promise<ModelDigest> {
    const { model } = this.inUse;
    return digestOfModel(model, await model.checkpoint());
  }

  /** Folds parked requests again, between two events. @param stream only this one, if given. */
  replayParked(stream: string | null, onProgress?: (tried: number, of: number) => void): Promise<Replayed> {
    const { host, projection } = this.inUse;
    this.revision += 1;
    return host.between(() => projection.replayParked(stream, onProgress)).finally(() => { this.revision += 1; });
  }

  /** Following the log, whether it may answer or not. */
  private get projected(): ProjectedModel {
    const projected = this.serving ?? this.candidate?.projected;
    if (projected === undefined) throw new Error('The read model is not open');
    return projected;
  }

  private get inUse(): ProjectedModel {
    if (this.serving === null) throw new ReadModelRebuilding();
    return this.serving;
  }

  private begin({ projected, file }: Candidate): void {
    [this.serving, this.servingFile, this.candidate] = [projected, file, null];
    projected.effects.start(projected.host.status().position);
    this.files.removeOthers();
  }

  /** Until it may serve. A disagreement waits for somebody to look; another start or a rebuild tries again. */
  private async complete(candidate: Candidate): Promise<void> {
    const signal = AbortSignal.any([this.stopping.signal, this.abandoning.signal]);
    while (!signal.aborted) {
      try {
        await completeCandidate(candidate, this.files, this.store, this.options, signal);
        return this.begin(candidate);
      } catch (error) {
        if (signal.aborted) return;
        this.options.onError(error);
        if (error instanceof ModelsDisagree) return;
        await pause(BUILD_RETRY_MS);
      }
    }
  }

  private async lookIntoFolder(): Promise<void> {
    try {
      await this.exchange.answer(() => this.digest());
      const pointer = this.files.pointer();
      if (pointer?.built === true && pointer.file !== this.servingFile && pointer.file !== this.candidate?.file) await this.swapTo(pointer.file);
    } catch (error) {
      if (!this.stopping.signal.aborted) this.options.onError(error);
    }
  }

  private async swapTo(file: string): Promise<void> {
    const next = await openProjectedModel(file, this.store, this.options);
    if (next === null) return;
    this.abandoning.abort(new ReadModelClosed('A rebuilt read model took its place'));
    await this.completing;
    const previous = this.projected;
    try {
      // No answer may fall behind the one before it: positions are compared in the very turn that swaps.
      do await unlessAborted(next.host.caughtUp(), this.stopping.signal);
      while ((next.host.status().position ?? -1n) < (previous.host.status().position ?? -1n));
    } catch (error) {
      await next.close();
      throw error;
    }
    [this.serving, this.servingFile, this.candidate, this.revision] = [next, file, null, this.revision + 1];
    await previous.effects.stop();
    await carryMarks(await previous.model.allHandled(), next.model);
    next.effects.start(next.host.status().position);
    await previous.close();
    this.files.removeOthers();
  }
}
