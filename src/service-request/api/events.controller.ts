import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CorrelationId, CurrentActor } from '../../platform/auth/current-actor.js';
import type { Actor } from '../../kernel/actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { AppConfig } from '../../platform/config.js';
import { ProblemError } from '../../platform/http/problem.js';
import { receive } from './cloud-events/content-mode.js';
import { type EventReading, readEvent } from './cloud-events/read-event.js';
import { eventResult, type EventResult, type RefusedResult, statusOfRefusal, unreadableResult } from './event-result.js';
import type { ReadCommand } from './payloads/read-command.js';
import { RecordEvents } from './record-events.js';

/** The terminals' door: CloudEvents 1.0 over HTTP, binary, structured or batch. */
@Controller('events')
export class EventsController {
  constructor(
    private readonly config: AppConfig,
    private readonly events: RecordEvents,
  ) {}

  @Post()
  @Roles('terminal', 'supervisor', 'administrator')
  async post(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentActor() actor: Actor,
    @CorrelationId() correlationId: string,
  ): Promise<object> {
    const received = receive(request.body, request.headers['content-type'] ?? '', request.raw.rawHeaders, this.config.batchEventsMax);
    const events = received.mode === 'batch' ? received.events : [received.event];
    const readings = events.map((event) => readEvent(event, this.config.defaultHallId));
    const results = await this.record(readings, actor, correlationId);
    const position = highestPosition(results);
    if (position !== null) void reply.header('x-position', position);
    const answers = results.map((result, index) => ({ index, id: readings[index]?.id ?? null, source: readings[index]?.source ?? null, ...result }));
    if (received.mode === 'batch') {
      void reply.code(200);
      return { results: answers };
    }
    return answerSingle(answers[0], reply);
  }

  private async record(readings: readonly EventReading[], actor: Actor, correlationId: string): Promise<readonly EventResult[]> {
    const readable = readings.flatMap(({ result }) => (result.ok ? [result.read] : ([] as ReadCommand[])));
    for (const { result } of readings) if (!result.ok) this.events.unread(result.code);
    const recorded = [...(await this.events.record(readable, { actor, correlationId }))].map(eventResult);
    return readings.map(({ result }) => (result.ok ? next(recorded) : unreadableResult(result)));
  }
}

function next(results: EventResult[]): EventResult {
  const result = results.shift();
  if (result === undefined) throw new Error('An event was left without a result.');
  return result;
}

function answerSingle(answer: (EventResult & { index: number }) | undefined, reply: FastifyReply): object {
  if (answer === undefined) throw new Error('An event was left without a result.');
  const { index: _index, ...result } = answer;
  if (result.status === 'refused') throw refusal(result);
  void reply.code(result.status === 'recorded' ? 201 : 200);
  return result;
}

function refusal({ status: _status, ...refused }: RefusedResult): ProblemError {
  const slug = refused.code.toLowerCase().replaceAll('_', '-');
  return new ProblemError(statusOfRefusal(refused.code), slug, refused.reason.en, { ...refused });
}

function highestPosition(results: readonly EventResult[]): string | null {
  const positions = results.flatMap((result) => (result.status === 'refused' ? [] : [BigInt(result.position)]));
  return positions.length === 0 ? null : positions.reduce((a, b) => (b > a ? b : a)).toString();
}
