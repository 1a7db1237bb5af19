import { Module } from '@nestjs/common';
import { HistoryReads } from './application/history-reads.js';

/** Who looked at what: needs the global modules of the event store, the keyring and the clock. */
@Module({ providers: [HistoryReads], exports: [HistoryReads] })
export class AuditModule {}
