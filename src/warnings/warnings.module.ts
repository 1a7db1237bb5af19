import { Inject, Injectable, Logger, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { ReplicaTimers } from '../coordination/application/replica-timers.js';
import { CoordinationModule } from '../coordination/coordination.module.js';
import { ReadModelService } from '../efficiency/read-model/read-model.service.js';
import { WatchedRequests } from '../efficiency/read-model/watched-requests.js';
import { EventStore } from '../event-store/event-store.port.js';
import { Clock } from '../kernel/clock.js';
import { AppConfig } from '../platform/config.js';
import { WarningRecorder } from './application/warning-recorder.js';
import { WarningSchedule } from './application/warning-schedule.js';
import { WarningTimer } from './application/warning-timer.js';

/** A replica that was killed in the middle of a run is replaced after so long. */
const TTL_MS = 15_000;

/** Puts the timer of warnings together and starts it; with `warningsEveryMs` 0 there is none. */
@Injectable()
export class WarningsStarter implements OnApplicationBootstrap {
  readonly timer: WarningTimer;

  constructor(
    @Inject(EventStore) store: EventStore,
    @Inject(Clock) clock: Clock,
    readModel: ReadModelService,
    private readonly timers: ReplicaTimers,
    private readonly config: AppConfig,
  ) {
    const watched = new WatchedRequests(readModel);
    const nowMs = (): number => clock.nowMs();
    const recorder = new WarningRecorder({ store, nowMs, fresh: (ids) => watched.fresh(ids) });
    this.timer = new WarningTimer({ schedule: new WarningSchedule(watched), recorder, nowMs, onError });
  }

  onApplicationBootstrap(): void {
    const { warningsEveryMs: everyMs } = this.config;
    if (everyMs === 0) return;
    this.timers.start({
      name: 'warnings', everyMs, ttlMs: TTL_MS, onError, needed: () => this.timer.needed(),
      run: async (lease, signal) => void (await this.timer.run(lease, signal)),
    });
  }
}

const logger = new Logger('Warnings');
const onError = (error: unknown): void => logger.error(error);

@Module({ imports: [CoordinationModule], providers: [WarningsStarter] })
export class WarningsModule {}
