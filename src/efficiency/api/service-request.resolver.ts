import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { type Actor, isEverywhere } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { AppConfig } from '../../platform/config.js';
import { parseSubject } from '../../service-request/domain/request-ids.js';
import { ReadModelService } from '../read-model/read-model.service.js';
import { canSee } from '../read-model/request-visibility.js';
import { InstantScalar } from '../../platform/graphql/scalars.js';
import { instantOf } from './filter-of.js';
import { ServiceRequest } from './service-request.type.js';
import { viewOf } from './service-request.view.js';

@Resolver(() => ServiceRequest)
export class ServiceRequestResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  @Query(() => ServiceRequest, { nullable: true, description: 'One request with its timeline; null when there is none (办件详情).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async serviceRequest(
    @Args('id', { type: () => ID, description: 'hallId.requestId, or the request’s id alone in the default hall (办件编号).' }) id: string,
    @Args('at', {
      type: () => InstantScalar, nullable: true,
      description: 'The instant its limits are explained at, as their clocks stood then; default: now, with everything recorded (说明时刻).',
    }) at: string | null,
    @CurrentActor() { scope }: Actor,
  ): Promise<ServiceRequest | null> {
    const ids = parseSubject(id.includes('.') ? id : `${this.config.defaultHallId}.${id}`);
    if (ids === null) return null;
    if (!isEverywhere(scope) && !(await canSee(this.readModel, scope, ids.hallId, ids.requestId))) return null;
    const details = await this.readModel.request(ids.hallId, ids.requestId);
    if (details === null) return null;
    const nowMs = this.clock.nowMs();
    const question = { nowMs: at === null || at === undefined ? nowMs : instantOf(at), asOf: at ?? null, knownAt: this.readModel.position() };
    return viewOf(details, this.readModel.calendars, question);
  }
}
