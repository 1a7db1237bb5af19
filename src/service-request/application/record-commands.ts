import { Command } from '@nestjs/cqrs';
import type { Position, Revision } from '../../event-store/event-store.port.js';
import type { ClearCommand } from '../domain/commands.js';
import type { Actor } from '../../kernel/actor.js';
import type { Rejection } from '../domain/rejection.js';

/** One command with its idempotency key: the sender and the sender's own id. */
export interface SubmittedCommand {
  readonly source: string;
  readonly id: string;
  readonly command: ClearCommand;
}

export type RecordResult =
  | { readonly status: 'recorded' | 'already-recorded'; readonly position: Position; readonly revision: Revision; readonly eventId: string }
  | { readonly status: 'refused'; readonly rejection: Rejection };

/**
 * The one way into a request's stream: commands of one request, in order. Each is decided on the outcome of the
 * ones before it; what was accepted is one append. One result per command, in order.
 */
export class RecordCommands extends Command<readonly RecordResult[]> {
  /** W3C trace context, put into the events' metadata where there is one. */
  traceparent: string | undefined = undefined;

  constructor(
    readonly hallId: string,
    readonly requestId: string,
    readonly submitted: readonly SubmittedCommand[],
    readonly actor: Actor,
    readonly correlationId: string,
  ) {
    super();
  }

  tracedAs(traceparent: string | undefined): this {
    this.traceparent = traceparent;
    return this;
  }
}

/** Per call what its own promise would have said. */
export type CallResult = PromiseSettledResult<readonly RecordResult[]>;

/** Calls for many requests at once: each by itself, in any order among each other; one result per call, in theirs. */
export class RecordCommandsOfMany extends Command<readonly CallResult[]> {
  constructor(readonly calls: readonly RecordCommands[]) {
    super();
  }
}
