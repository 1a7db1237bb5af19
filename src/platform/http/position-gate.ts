import { Inject, Injectable, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { type DocumentNode, GraphQLError, Kind, OperationTypeNode } from 'graphql';
import type { MercuriusContext } from 'mercurius';
import { ProjectionHealth } from '../../projection-host/projection-health.js';
import { AppConfig } from '../config.js';
import { POSITION_HEADER, positionFrom } from './position-header.js';
import { PositionWaits } from './position-waits.js';

const RETRY_AFTER_S = 1;

/**
 * A question with X-Position is answered by figures that have everything up to there, whichever replica recorded it.
 * Commands read no figures: with them the header says nothing, and a projection that is behind never keeps one out.
 */
@Injectable()
export class PositionGate implements OnApplicationBootstrap {
  private readonly waits = new PositionWaits(() => this.reached(), () => performance.now());

  constructor(
    private readonly server: HttpAdapterHost,
    private readonly config: AppConfig,
    @Optional() @Inject(ProjectionHealth) private readonly projection: ProjectionHealth | null,
  ) {}

  onApplicationBootstrap(): void {
    const instance: FastifyInstance = this.server.httpAdapter.getInstance();
    instance.graphql.addHook('preExecution', async (_schema, document, context) => {
      if (isQuestion(document)) await this.pass(context);
    });
  }

  /** @throws GraphQLError of status 400 for a bad header, 503 PROJECTION_BEHIND when the figures did not get there in time. */
  private async pass({ reply }: MercuriusContext): Promise<void> {
    const position = positionFrom(reply.request.headers[POSITION_HEADER]);
    if (position === null || (await this.waits.until(position, this.config.positionWaitMs))) return;
    void reply.header('retry-after', String(RETRY_AFTER_S));
    throw behind(position, this.reached());
  }

  private reached(): bigint | null {
    return this.projection?.status().position ?? null;
  }
}

function isQuestion({ definitions }: DocumentNode): boolean {
  return definitions.some((one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === OperationTypeNode.QUERY);
}

function behind(position: bigint, reached: bigint | null): GraphQLError {
  const at = reached === null ? 'nothing yet' : `position ${reached}`;
  return new GraphQLError(`The figures of this replica have ${at}, not position ${position}. Ask again in a moment, or ask another replica.`, {
    extensions: {
      code: 'PROJECTION_BEHIND', status: 503, retryable: true, position: position.toString(), reached: reached?.toString() ?? null,
      messageZh: `本副本的指标尚未更新到位置 ${position}（目前：${reached ?? '无'}）。请稍后重试，或向其他副本查询。`,
    },
  });
}
