import { Module } from '@nestjs/common';
import { HistoryEventResolver, HistoryLimitResolver, HistoryStateResolver } from './api/history-event.resolver.js';
import { HistoryFieldsResolver } from './api/history-fields.resolver.js';
import { HistorySearchResolver } from './api/history-search.resolver.js';
import { RequestHistoryResolver } from './api/request-history.resolver.js';
import { OpenedTexts } from './application/opened-texts.js';
import { AuditModule } from './audit.module.js';

/** Histories for supervisors: needs the read model besides. */
@Module({
  imports: [AuditModule],
  providers: [OpenedTexts, RequestHistoryResolver, HistoryFieldsResolver, HistoryEventResolver, HistoryStateResolver, HistoryLimitResolver, HistorySearchResolver],
})
export class AuditApiModule {}
