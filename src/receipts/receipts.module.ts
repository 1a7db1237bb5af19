import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ReceiptsController } from './api/receipts.controller.js';
import { ReceiptIssuer } from './application/receipt-issuer.js';

/** Needs the global modules of the event store, the clock, the proof and the read model. */
@Module({ imports: [AuditModule], controllers: [ReceiptsController], providers: [ReceiptIssuer] })
export class ReceiptsModule {}
