import { Injectable, Logger, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { ReplicaTimers } from '../coordination/application/replica-timers.js';
import { CoordinationModule } from '../coordination/coordination.module.js';
import { ReadModelService } from '../efficiency/read-model/read-model.service.js';
import { WatchedRequests } from '../efficiency/read-model/watched-requests.js';
import { EventStore } from '../event-store/event-store.port.js';
import { Clock } from '../kernel/clock.js';
import { AppConfig } from '../platform/config.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { WarningRecorder } from './application/warning-recorder.js';
import { WarningSchedule } from './application/warning-schedule.js';
import { WarningTimer } from './application/warning-timer.js';

/** A replica that was killed in the middle of a run is replaced after so long. */
const TTL_MS = 15_000;

function timerOf(store: EventStore, clock: Clock, readModel: ReadModelService, { warningsDue, warningsLag }: Metrics): WarningTimer {
  const watched = new WatchedRequests(readModel);
  const nowMs = (): number => clock.nowMs();
  const recorder = new WarningRecorder({ store, nowMs, fresh: (ids) => watched.fresh(ids) });
  const onLook = ({ due, ms }: { readonly due: number; readonly ms: number }): void => {
    warningsDue.set(due);
    warningsLag.set(ms / 1000);
  };
  return new WarningTimer({ schedule: new WarningSchedule(watched), recorder, nowMs, onError, onLook });
}

/** Starts the timer of warnings; with `warningsEveryMs` 0 there is none. */
@Injectable()
export class WarningsStarter implements OnApplicationBootstrap {
  constructor(
    private readonly timer: WarningTimer,
    private readonly timers: ReplicaTimers,
    private readonly config: AppConfig,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    const { warningsEveryMs: everyMs } = this.config;
    if (everyMs === 0) return;
    this.timers.start({
      name: 'warnings', everyMs, ttlMs: TTL_MS, onError, needed: () => this.timer.needed(),
      run: async (lease, signal) => this.metrics.warningsRaised.inc(await this.timer.run(lease, signal)),
    });
  }
}

const logger = new Logger('Warnings');
const onError = (error: unknown): void => logger.error(error);

@Module({ imports: [CoordinationModule], providers: [{ provide: WarningTimer, inject: [EventStore, Clock, ReadModelService, Metrics], useFactory: timerOf }, WarningsStarter] })
export class WarningsModule {}
