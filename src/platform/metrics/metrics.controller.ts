import { Controller, Get, Header, Inject, Optional } from '@nestjs/common';
import { EventStore } from '../../event-store/event-store.port.js';
import { ProjectionHealth } from '../../projection-host/projection-health.js';
import { Public } from '../auth/roles.decorator.js';
import { Metrics } from './metrics.js';

const STORE_ANSWER_MS_MAX = 2_000;

/** Numbers without a name or an id in them: open on this machine, because a scraper there has no token; by its policy not beyond it. */
@Controller('metrics')
@Public()
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    @Optional() @Inject(EventStore) private readonly store: EventStore | null,
    @Optional() @Inject(ProjectionHealth) private readonly projection: ProjectionHealth | null,
  ) {}

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  async scrape(): Promise<string> {
    this.readProjection();
    this.metrics.storeUp.set(await answers(this.store) ? 1 : 0);
    return this.metrics.registry.metrics();
  }

  private readProjection(): void {
    if (this.projection === null) return;
    const { lagEvents, lagMs, stalled, rebuilding, parkedRequests } = this.projection.status();
    this.metrics.lagEvents.set(lagEvents);
    this.metrics.lagSeconds.set(lagMs / 1000);
    this.metrics.stalled.set(stalled ? 1 : 0);
    this.metrics.rebuilding.set(rebuilding === true ? 1 : 0);
    this.metrics.parkedRequests.set(parkedRequests);
  }
}

async function answers(store: EventStore | null): Promise<boolean> {
  if (store === null) return false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), STORE_ANSWER_MS_MAX);
  });
  const told = store.head().then(() => true, () => false);
  return Promise.race([told, late]).finally(() => clearTimeout(timer));
}
