import { Module } from '@nestjs/common';
import { HistoryReads } from './application/history-reads.js';
import { HistorySearches } from './application/history-searches.js';

/** Who looked at what: needs the global modules of the event store, the keyring and the clock. */
@Module({ providers: [HistoryReads, HistorySearches], exports: [HistoryReads, HistorySearches] })
export class AuditModule {}
