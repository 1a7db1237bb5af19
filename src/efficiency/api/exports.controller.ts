import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyReply } from 'fastify';
import { HistorySearches } from '../../audit/application/history-searches.js';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { CorrelationId, CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { AppConfig } from '../../platform/config.js';
import { ProblemError } from '../../platform/http/problem.js';
import { ExportDesk } from '../read-model/exports/export-desk.js';
import { EXPORT_NAMES } from '../read-model/exports/export-kinds.js';
import { exportStream } from '../read-model/exports/export-stream.js';
import { ReadModelBusy, ReadModelRebuilding } from '../read-model/facts.js';
import { QuestionRefused } from '../read-model/figures/question-refused.js';
import { exportQuestion } from './export-question.js';

/** At a time, of one process: each may hold a temporary file, and reads as fast as its client takes. */
export const EXPORTS_MAX = 4;
const RETRY_AFTER_S = 10;

/** Facts and histories as files for other tools, by the same questions as the figures; streamed. */
@Controller('exports')
export class ExportsController {
  private running = 0;

  constructor(
    private readonly desk: ExportDesk,
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
    private readonly searches: HistorySearches,
    private readonly config: AppConfig,
  ) {}

  @Get(':name')
  @Roles('analyst', 'supervisor', 'administrator')
  async export(@Param('name') name: string, @Query() query: Readonly<Record<string, unknown>>, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string, @Res() reply: FastifyReply): Promise<void> {
    if (!EXPORT_NAMES.includes(name)) throw unknown();
    if (this.running >= EXPORTS_MAX) throw tooMany();
    this.running += 1;
    let held = true;
    const release = (): void => {
      if (held) this.running -= 1;
      held = false;
    };
    try {
      const { schema } = this.modules.get(GraphQLSchemaHost, { strict: false });
      const found = await this.desk.open(name, exportQuestion(query, schema, actor), this.clock.nowMs());
      if (found === null) throw unknown();
      if (namesPeople(name, actor))
        await this.searches.recordExport({ hallId: this.config.defaultHallId, actor, file: name, question: query, position: found.position, correlationId });
      const stream = await exportStream(found.pieces, release);
      if (found.position >= 0n) void reply.header('x-position', found.position.toString());
      void reply.header('content-type', found.contentType).header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'no-store');
      await reply.send(stream);
    } catch (error) {
      release();
      throw problemOf(error);
    }
  }
}

/** Analysts get pseudonyms; whoever gets the ids of people with what they did is written down first. */
const namesPeople = (name: string, { role }: Actor): boolean => name.startsWith('histories.') && role !== 'analyst';

function problemOf(error: unknown): unknown {
  if (error instanceof QuestionRefused) return new ProblemError(422, error.extensions.code.toLowerCase().replaceAll('_', '-'), error.message, error.extensions);
  if (error instanceof ReadModelRebuilding || error instanceof ReadModelBusy)
    return new ProblemError(503, 'figures-not-ready', error.message, { retryable: true }, { 'retry-after': String(RETRY_AFTER_S) });
  return error;
}

const unknown = (): ProblemError =>
  new ProblemError(404, 'no-such-export', `There is no such export; there are: ${EXPORT_NAMES.join(', ')}.`, { messageZh: `没有这种导出；可用：${EXPORT_NAMES.join('、')}。` });

const tooMany = (): ProblemError =>
  new ProblemError(503, 'too-many-exports', `${EXPORTS_MAX} exports are running: ask for this one again when one of them has ended.`,
    { retryable: true, messageZh: `已有 ${EXPORTS_MAX} 个导出正在进行，请稍后重试。` }, { 'retry-after': String(RETRY_AFTER_S) });
