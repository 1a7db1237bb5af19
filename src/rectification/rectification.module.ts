import { Module } from '@nestjs/common';
import { RectificationRecorder } from './application/rectification-recorder.js';
import { RectificationMutationsResolver } from './api/rectification-mutations.resolver.js';

/** Needs the global modules of the event store, the keyring, the clock and the reference data. */
@Module({ providers: [RectificationRecorder, RectificationMutationsResolver], exports: [RectificationRecorder] })
export class RectificationModule {}
