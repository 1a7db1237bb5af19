import type { FastifyInstance } from 'fastify';
import type { EventStore } from '../../event-store/event-store.port.js';
import type { BatchProjection } from '../../projection-host/batch-projection.js';
import { GraphqlMeter } from '../metrics/graphql-meter.js';
import { measureHttp } from '../metrics/measure-http.js';
import { MeasuredEventStore } from '../metrics/measured.event-store.js';
import { MeasuredProjection } from '../metrics/measured-projection.js';
import { Metrics } from '../metrics/metrics.js';
import type { Told } from '../tracing/open-tracing.js';
import { traceHttp } from '../tracing/trace-http.js';
import { TracedEventStore } from '../tracing/traced.event-store.js';
import { TracedProjection } from '../tracing/traced-projection.js';
import type { Tracing } from '../tracing/tracing.js';
import { CommandWatch } from './command-watch.js';

/** What watches one service from outside: its metrics, and its traces where they are on. */
export class Telemetry {
  readonly metrics = new Metrics();
  readonly tracing: Tracing | null;
  readonly commands: CommandWatch;
  readonly graphql = new GraphqlMeter(this.metrics);

  /** @param open begins tracing; it is told where to count the spans that were sent. */
  constructor(open: (told: Told) => Tracing | null = () => null) {
    this.tracing = open((outcome, spans) => this.metrics.traceSpans.inc({ outcome }, spans));
    this.commands = new CommandWatch(this.metrics, this.tracing);
  }

  /** Before any route is registered, and after the hook that knows who asks. */
  watchServer(server: Pick<FastifyInstance, 'addHook'>): void {
    measureHttp(server, this.metrics);
    if (this.tracing !== null) traceHttp(server, this.tracing);
  }

  readonly watchStore = (store: EventStore): EventStore => {
    const measured = new MeasuredEventStore(store, this.metrics);
    return this.tracing === null ? measured : new TracedEventStore(measured, this.tracing);
  };

  readonly watchProjection = (projection: BatchProjection): BatchProjection => {
    const measured = new MeasuredProjection(projection, this.metrics);
    return this.tracing === null ? measured : new TracedProjection(measured, this.tracing);
  };
}
