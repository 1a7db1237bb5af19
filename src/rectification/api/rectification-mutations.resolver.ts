import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import { CorrelationId, CurrentActor } from '../../platform/auth/current-actor.js';
import type { Actor } from '../../kernel/actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { checkInput } from '../../platform/check-input.js';
import { AppConfig } from '../../platform/config.js';
import { parseInstant } from '../../platform/rfc3339.js';
import { CommandWatch } from '../../platform/telemetry/command-watch.js';
import { type Completing, RectificationRecorder, type RectificationResult } from '../application/rectification-recorder.js';
import { CompleteRectificationInput } from './complete-rectification.input.js';
import { RectificationOutcome, rectificationOutcome } from './rectification-outcome.js';

const COMMAND = 'CompleteRectification';

@Resolver()
export class RectificationMutationsResolver {
  constructor(
    private readonly recorder: RectificationRecorder,
    private readonly config: AppConfig,
    private readonly watch: CommandWatch,
  ) {}

  @Mutation(() => RectificationOutcome, { description: 'A supervisor records that a rectification is done (整改完成).' })
  @Roles('supervisor')
  async completeRectification(
    @Args('input', { description: 'The command with its idempotency key (命令).' }) input: CompleteRectificationInput,
    @CurrentActor() actor: Actor,
    @CorrelationId() correlationId: string,
  ): Promise<typeof RectificationOutcome> {
    const reading = checkInput(CompleteRectificationInput, { ...input });
    if (!reading.ok) throw new GraphQLError('The input is not valid.', { extensions: { code: 'BAD_USER_INPUT', fields: reading.fields } });
    const result = await this.execute(this.completingOf(reading.value, actor, correlationId));
    this.watch.count(COMMAND, result.status, result.status === 'refused' ? result.refusal.code : undefined);
    return rectificationOutcome(result);
  }

  private async execute(completing: Completing): Promise<RectificationResult> {
    try {
      return await this.watch.handle(COMMAND, 1, () => this.recorder.complete(completing));
    } catch (error) {
      this.watch.failed(COMMAND, error);
      throw error;
    }
  }

  private completingOf(input: CompleteRectificationInput, actor: Actor, correlationId: string): Completing {
    const { source, id, hallId = this.config.defaultHallId, requestId, closure, occurredAt, departmentId, officerId, measures = null } = input;
    const optional = { ...(officerId !== undefined && { officerId }), ...(closure !== undefined && { closure }) };
    const data = { hallId, requestId, occurredAt: parseInstant(occurredAt) ?? occurredAt, departmentId, ...optional };
    return { source, id, data, measures, actor, correlationId };
  }
}
