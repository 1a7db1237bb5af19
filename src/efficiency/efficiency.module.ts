import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EventStore } from '../event-store/event-store.port.js';
import { Clock } from '../kernel/clock.js';
import { PseudonymSource } from '../kernel/pseudonyms.js';
import { ProjectionHealth } from '../projection-host/projection-health.js';
import { CountedFiguresResolver } from './api/counted-figures.resolver.js';
import { ExportsController } from './api/exports.controller.js';
import { DepartmentEfficiencyResolver } from './api/department-efficiency.resolver.js';
import { DepartmentOfRowResolver, EfficiencyGroupResolver, EfficiencyResolver } from './api/efficiency.resolver.js';
import { FLOW_RESOLVERS } from './api/flow-resolvers.js';
import { MeasuredFiguresResolver } from './api/measured-figures.resolver.js';
import { ParkedRequestsResolver } from './api/parked-requests.resolver.js';
import { RestatementsResolver } from './api/restatements/restatements.resolver.js';
import { EventOrigins } from './application/event-origins.js';
import { RestatingEventResolver } from './api/restatements/restating-event.resolver.js';
import { SATISFACTION_RESOLVERS } from './api/satisfaction-resolvers.js';
import { ServiceRequestResolver } from './api/service-request.resolver.js';
import { ServiceRequestsResolver } from './api/service-requests.resolver.js';
import { TIME_RESOLVERS } from './api/time-resolvers.js';
import { RectificationRecorder } from '../rectification/application/rectification-recorder.js';
import { RectificationModule } from '../rectification/rectification.module.js';
import { openRectifications, type OpenRectificationsParts } from './read-model/open-rectifications.effect.js';
import type { ProjectionWatch } from './read-model/projected-model.js';
import { ExportDesk } from './read-model/exports/export-desk.js';
import { ParkedDesk } from './read-model/parked-desk.js';
import { BacklogOverTimeResolver } from './api/backlog-over-time.resolver.js';
import { LiveResolver } from './api/live.resolver.js';
import { RequestStatesResolver } from './api/request-states.resolver.js';
import { SupervisionFiguresResolver } from './api/supervision-figures.resolver.js';
import { WarningsResolver } from './api/warnings.resolver.js';
import { LiveEvents } from './read-model/live-events.js';
import { ReadModelFiles } from './read-model/read-model-files.js';
import { ReadModelService } from './read-model/read-model.service.js';

export interface EfficiencyOptions {
  /** Folder of this process's own read model. */
  readonly readModelDir: string;
  readonly duckdbMemoryMb: number;
  /** How long a department has to put right what was rated badly; 0: no rectification is opened. */
  readonly rectificationWorkingDays: number;
  /** What sees every event and commit on its way to the serving model's projection. */
  readonly watchProjection?: ProjectionWatch;
}

/** The read side: projections into facts, figures over facts, GraphQL over figures. */
@Module({})
export class EfficiencyModule {
  static forRoot({ readModelDir, duckdbMemoryMb, rectificationWorkingDays: workingDays, watchProjection }: EfficiencyOptions): DynamicModule {
    const logger = new Logger('Projection');
    const readModel = {
      provide: ReadModelService,
      inject: [EventStore, Clock, RectificationRecorder, LiveEvents, PseudonymSource],
      useFactory: (store: EventStore, clock: Clock, recorder: RectificationRecorder, live: LiveEvents, people: PseudonymSource) => {
        const open: OpenRectificationsParts['open'] = (opening, cause) => recorder.open(opening, cause);
        const service: ReadModelService = new ReadModelService(store, new ReadModelFiles(readModelDir), {
          memoryMb: duckdbMemoryMb, nowMs: () => clock.nowMs(), onError: (error) => logger.error(error), people, ...(watchProjection && { watchProjection }),
          sideEffects: [live.effect, ...(workingDays === 0 ? [] : [openRectifications({ store, calendars: () => service.calendars, workingDays, open })])],
        });
        return service;
      },
    };
    const parkedDesk = {
      provide: ParkedDesk,
      inject: [ReadModelService],
      useFactory: (service: ReadModelService) => new ParkedDesk(service, readModelDir, (error) => logger.error(error)),
    };
    const exportDesk = {
      provide: ExportDesk,
      inject: [ReadModelService, EventStore],
      useFactory: (service: ReadModelService, store: EventStore) => new ExportDesk(service, store),
    };
    return {
      module: EfficiencyModule,
      global: true,
      imports: [RectificationModule, AuditModule],
      controllers: [ExportsController],
      providers: [
        ...SATISFACTION_RESOLVERS, RestatementsResolver, RestatingEventResolver, EventOrigins,
        readModel, { provide: ProjectionHealth, useExisting: ReadModelService },
        parkedDesk, exportDesk, DepartmentEfficiencyResolver, EfficiencyResolver, EfficiencyGroupResolver, DepartmentOfRowResolver, CountedFiguresResolver, MeasuredFiguresResolver, ServiceRequestsResolver, ServiceRequestResolver,
        ...TIME_RESOLVERS, ...FLOW_RESOLVERS, ParkedRequestsResolver,
        LiveEvents, LiveResolver, SupervisionFiguresResolver, WarningsResolver, RequestStatesResolver, BacklogOverTimeResolver,
      ],
      exports: [ReadModelService, ProjectionHealth],
    };
  }
}
