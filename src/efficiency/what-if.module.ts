import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import type { EventStoreSetting } from '../event-store/event-store-address.js';
import { EventStore } from '../event-store/event-store.port.js';
import { Clock } from '../kernel/clock.js';
import { AppConfig } from '../platform/config.js';
import { WhatIfDepartmentResolver } from './api/what-if/what-if-department.resolver.js';
import { WhatIfReportResolver } from './api/what-if/what-if-report.resolver.js';
import { WhatIfResolver } from './api/what-if/what-if.resolver.js';
import { ReadModelService } from './read-model/read-model.service.js';
import { builderInProcess, type DurableLog } from './read-model/what-if/build-in-process.js';
import { builderOver, type RuledBuilder } from './read-model/what-if/build-ruled.js';
import { WhatIfDesk } from './read-model/what-if/what-if-desk.js';

const PROGRAM = join(import.meta.dirname, 'what-if-build.main.js');
/** A replay has the disk for what does not fit. */
const MEMORY_MB = 128;

/** Where another process finds the log; null when only this one has it. */
export const durableLog = (store: EventStoreSetting | 'in-memory', dataDir: string): DurableLog | null => {
  if (store === 'in-memory') return null;
  return store === 'sqlite' ? { kind: 'sqlite', file: join(dataDir, 'events.sqlite') } : store;
};

/** Replays of the history under other rules: a program of its own each, where there is a log it can open. */
@Module({})
export class WhatIfModule {
  static forRoot(log: DurableLog | null): DynamicModule {
    const logger = new Logger('WhatIf');
    const desk = {
      provide: WhatIfDesk,
      inject: [ReadModelService, EventStore, Clock, AppConfig],
      useFactory: (service: ReadModelService, store: EventStore, clock: Clock, { readModelDir, whatIfRunningMax, whatIfMsMax }: AppConfig) =>
        new WhatIfDesk(service, builderFor(log, store), {
          folder: join(readModelDir, 'what-if'), memoryMb: MEMORY_MB, runningMax: whatIfRunningMax, buildMsMax: whatIfMsMax,
          nowMs: () => clock.nowMs(), onError: (error) => logger.error(error),
        }),
    };
    return { module: WhatIfModule, providers: [desk, WhatIfResolver, WhatIfReportResolver, WhatIfDepartmentResolver] };
  }
}

const builderFor = (log: DurableLog | null, store: EventStore): RuledBuilder =>
  (log === null || !existsSync(PROGRAM) ? builderOver(store) : builderInProcess(PROGRAM, log));
