import { Module } from '@nestjs/common';
import { RecordCommandsHandler } from './application/record-commands.handler.js';

/** Needs the global modules of the event store, the keyring, the clock and the reference data. */
@Module({ providers: [RecordCommandsHandler] })
export class ServiceRequestModule {}
