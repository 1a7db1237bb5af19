import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { PseudonymSource } from '../../../kernel/pseudonyms.js';
import { FIELD_POLICY } from './field-policy.js';
import { guardFields } from './guarded-fields.js';

/** Guards the fields of the schema that answers, by HTTP and by subscription, before anybody is served. */
@Injectable()
export class FieldGuards implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly people: PseudonymSource,
  ) {}

  onApplicationBootstrap(): void {
    const instance: FastifyInstance = this.host.httpAdapter.getInstance();
    guardFields(instance.graphql.schema, FIELD_POLICY, this.people);
  }
}
