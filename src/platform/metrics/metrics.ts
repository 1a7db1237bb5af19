import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds. A durable append takes milliseconds, a bad day seconds. */
const APPEND_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const ANSWER_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const COMMIT_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** Up to the limit of a question; see graphql.module.ts. */
const COSTS = [10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000];
const DEPTHS = [2, 4, 6, 8, 10, 12];

export const APPEND_OUTCOMES = ['recorded', 'conflict', 'unavailable', 'refused'] as const;
export const GRAPHQL_REASONS = ['cost', 'depth', 'tokens', 'invalid', 'unauthenticated', 'method', 'other'] as const;

/** Every instrument of one process, in a registry of its own. Labels come from closed lists only: no id, no name, no address. */
export class Metrics {
  readonly registry = new Registry();

  readonly appendDuration = this.histogram('hall_append_duration_seconds', 'Append to the event store, from the call to its outcome.', APPEND_SECONDS, ['outcome']);
  readonly appendConflicts = this.counter('hall_append_conflicts_total', 'Appends refused because another writer was faster; they are decided again.');
  readonly appendEvents = this.counter('hall_append_events_total', 'Events appended and durable.');
  readonly pendingAppends = this.gauge('hall_event_store_pending_appends', 'Appends handed to the event store and not answered yet: its queue.');
  readonly storeUp = this.gauge('hall_event_store_up', '1 when the event store told its head at this scrape, else 0.');
  readonly commands = this.counter('hall_commands_total', 'Commands that came by POST /events or a mutation, by what became of them.', ['type', 'outcome']);
  readonly refusals = this.counter('hall_command_refusals_total', 'Refused commands and unreadable events, by refusal code.', ['code']);
  readonly lagEvents = this.gauge('hall_projection_lag_events', 'How far the read model is behind the log, in positions: events, where positions are counted by one.');
  readonly lagSeconds = this.gauge('hall_projection_lag_seconds', 'How long the read model has been behind without having caught up once.');
  readonly stalled = this.gauge('hall_projection_stalled', '1 when the projection is behind and makes no progress, else 0.');
  readonly rebuilding = this.gauge('hall_projection_rebuilding', '1 while no read model of this version may answer yet, else 0.');
  readonly parkedRequests = this.gauge('hall_parked_requests', 'Requests whose figures stand still because one of their events could not be taken.');
  readonly projectionEvents = this.counter('hall_projection_events_total', 'Events the projection took in and committed; its rate is the projection rate.');
  readonly projectionRestarts = this.counter('hall_projection_restarts_total', 'Times the projection started again from its last commit, after a fault.');
  readonly commitDuration = this.histogram('hall_projection_commit_duration_seconds', 'One commit of facts and checkpoint to the read model.', COMMIT_SECONDS);
  readonly graphqlDuration = this.histogram('hall_graphql_duration_seconds', 'Execution of an operation, after parsing and validation.', ANSWER_SECONDS, ['kind']);
  readonly graphqlCost = this.histogram('hall_graphql_cost', 'Cost of each executed operation as the cost limit computes it.', COSTS);
  readonly graphqlDepth = this.histogram('hall_graphql_depth', 'Depth of each executed operation as the depth limit computes it.', DEPTHS);
  readonly graphqlRefused = this.counter('hall_graphql_refused_total', 'Operations that were not executed, by reason.', ['reason']);
  readonly httpDuration = this.histogram('hall_http_request_duration_seconds', 'Requests by route and class of status.', ANSWER_SECONDS, ['method', 'route', 'status']);
  readonly subscriptionConnections = this.gauge('hall_subscription_connections', 'Connections for subscriptions that are open.');
  readonly warningsDue = this.gauge('hall_warnings_due', 'Open requests whose warning was due at the last look of the timer and is not in the figures yet.');
  readonly warningsLag = this.gauge('hall_warnings_lag_seconds', 'How long the oldest of them has been due; it grows when no replica raises warnings.');
  readonly warningsRaised = this.counter('hall_warnings_raised_total', 'Warnings that this replica raised.');
  readonly proofTreeSize = this.gauge('hall_proof_tree_leaves', 'Events in the tree of the log that this replica keeps.');
  readonly proofHeadSize = this.gauge('hall_proof_head_leaves', 'Events under the last head that this replica signed; 0 before one.');
  readonly proofUp = this.gauge('hall_proof_up', '1 while the log continues what was signed, else 0: nothing is signed then.');
  readonly proofUnsentBytes = this.gauge('hall_proof_unsent_bytes', 'Bytes of heads.jsonl that the webhook has not taken yet; 0 without a webhook.');
  readonly traceSpans = this.counter('hall_trace_spans_total', 'Spans handed to the trace collector, by outcome; none while tracing is off.', ['outcome']);

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'hall_' });
    // A rate over a series that begins with its first event does not see that event.
    for (const outcome of APPEND_OUTCOMES) this.appendDuration.zero({ outcome });
    for (const reason of GRAPHQL_REASONS) this.graphqlRefused.inc({ reason }, 0);
  }

  private counter<T extends string>(name: string, help: string, labelNames: readonly T[] = []): Counter<T> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }

  private histogram<T extends string>(name: string, help: string, buckets: readonly number[], labelNames: readonly T[] = []): Histogram<T> {
    return new Histogram({ name, help, buckets: [...buckets], labelNames: [...labelNames], registers: [this.registry] });
  }
}

export const secondsSince = (startedMs: number): number => (performance.now() - startedMs) / 1000;
