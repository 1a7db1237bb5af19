import { Module } from '@nestjs/common';
import { ReplicaTimers } from './application/replica-timers.js';

/** What several replicas of the service on one event store need to do some things only once. */
@Module({ providers: [ReplicaTimers], exports: [ReplicaTimers] })
export class CoordinationModule {}
