import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { HistoryReads } from '../../audit/application/history-reads.js';
import { ReadModelService } from '../../efficiency/read-model/read-model.service.js';
import { canSee } from '../../efficiency/read-model/request-visibility.js';
import type { Actor } from '../../kernel/actor.js';
import { CorrelationId, CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { AppConfig } from '../../platform/config.js';
import { ProblemError } from '../../platform/http/problem.js';
import { parseSubject } from '../../service-request/domain/request-ids.js';
import { type IssuedReceipt, ReceiptIssuer } from '../application/receipt-issuer.js';
import { receiptFileName } from '../domain/receipt.js';
import { proofProblem } from './proof-problem.js';

/** Of one process, at a time: each reads a proof for every event of its request. */
export const RECEIPTS_MAX = 4;
const RETRY_AFTER_S = 5;

/** A receipt as a file that a citizen takes away. It is a history with names in it: supervisors ask for it, and that is recorded. */
@Controller('receipts')
export class ReceiptsController {
  private running = 0;

  constructor(
    private readonly issuer: ReceiptIssuer,
    private readonly reads: HistoryReads,
    private readonly readModel: ReadModelService,
    private readonly config: AppConfig,
  ) {}

  @Get(':id')
  @Header('cache-control', 'no-store')
  @Roles('supervisor')
  async receipt(@Param('id') id: string, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<IssuedReceipt> {
    const ids = parseSubject(id.includes('.') ? id : `${this.config.defaultHallId}.${id}`);
    if (ids === null || !(await canSee(this.readModel, actor.scope, ids.hallId, ids.requestId))) throw unknown();
    if (this.running >= RECEIPTS_MAX) throw tooMany();
    this.running += 1;
    try {
      const receipt = await this.issuer.issue(ids.hallId, ids.requestId);
      if (receipt === null) throw unknown();
      await this.reads.record({ ...ids, actor, through: 'RECEIPT', position: BigInt(receipt.head.position), correlationId });
      void reply.header('content-disposition', `attachment; filename="${receiptFileName(ids.hallId, ids.requestId)}"`);
      return receipt;
    } catch (error) {
      throw proofProblem(error);
    } finally {
      this.running -= 1;
    }
  }
}

const unknown = (): ProblemError =>
  new ProblemError(404, 'no-such-request', 'There is no such request here, or it is not yours to see: correct its id.', { messageZh: '没有该办件，或您无权查看：请更正办件编号。' });

const tooMany = (): ProblemError =>
  new ProblemError(503, 'too-many-receipts', `${RECEIPTS_MAX} receipts are being made: ask for this one again when one of them is done.`,
    { retryable: true, messageZh: `正在生成 ${RECEIPTS_MAX} 份回执，请稍后重试。` }, { 'retry-after': String(RETRY_AFTER_S) });
