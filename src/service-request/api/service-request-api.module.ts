import { Module } from '@nestjs/common';
import { EventsController } from './events.controller.js';
import { AnnotationMutationsResolver } from './graphql/annotation-mutations.resolver.js';
import { LifecycleMutationsResolver } from './graphql/lifecycle-mutations.resolver.js';
import { RecordMutation } from './graphql/record-mutation.js';
import { RecordEvents } from './record-events.js';

@Module({
  controllers: [EventsController],
  providers: [RecordEvents, RecordMutation, LifecycleMutationsResolver, AnnotationMutationsResolver],
})
export class ServiceRequestApiModule {}
