import { Module } from '@nestjs/common';
import { ReferenceMutationsResolver } from './reference-mutations.resolver.js';

@Module({ providers: [ReferenceMutationsResolver] })
export class ReferenceDataApiModule {}
