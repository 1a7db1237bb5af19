import { Module } from '@nestjs/common';
import { RecordCommandsHandler, RecordCommandsOfManyHandler } from './application/record-commands.handler.js';
import { RequestRecorder } from './application/request-recorder.js';

/** Needs the global modules of the event store, the keyring, the clock and the reference data. */
@Module({ providers: [RequestRecorder, RecordCommandsHandler, RecordCommandsOfManyHandler] })
export class ServiceRequestModule {}
