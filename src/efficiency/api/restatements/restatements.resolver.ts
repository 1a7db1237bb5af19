import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { QuestionRefused } from '../../read-model/figures/question-refused.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { checkArgs } from '../check-args.js';
import { questionOf } from '../figure-question.args.js';
import { pageOf, positionAfter } from '../page.js';
import { amountOf } from '../what-if/what-if.view.js';
import { RestatementAnswer, type Restated } from './restatement-answer.js';
import { RestatementConnection, Restatement, RestatementsArgs, RestatingEventConnection } from './restatements.type.js';

@Resolver(() => Restatement)
export class RestatementsResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => RestatementConnection, { description: 'What changed in the figures of a period since they were reported: by how much, and by which events (重述日志).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async restatements(@Args() args: RestatementsArgs, @CurrentActor() actor: Actor): Promise<RestatementConnection> {
    checkArgs(RestatementsArgs, args);
    const { since, until, figures, first, after } = args;
    const { asKnownAt: reported } = questionOf({ asKnownAt: since }, actor);
    if (reported === null) throw sinceNeeded();
    const question = questionOf({ ...args, asKnownAt: until ?? null }, actor);
    const answer = await RestatementAnswer.of(this.readModel, { ...question, since: reported }, this.clock.nowMs());
    const all = await restatedOf(answer, figures ?? null);
    const start = after == null ? 0 : placeAfter(all, after);
    const edges = all.slice(start, start + first).map((restated) => ({ cursor: cursorOf(restated), node: this.nodeOf(restated, all, answer) }));
    const { before, after: now } = answer.sides;
    return {
      since: before.position < 0n ? null : before.position, until: now.position < 0n ? null : now.position, at: now.nowMs, totalCount: all.length, edges,
      pageInfo: { hasNextPage: start + first < all.length, endCursor: edges.at(-1)?.cursor ?? null },
    };
  }

  @ResolveField(() => RestatingEventConnection, { description: 'The events that did it; of a figure that does not add up, those that changed rows it is made of (变更事件).' })
  async events(
    @Parent() { restated, all, answer }: Restatement,
    @Args('first', { type: () => Int, defaultValue: 50, description: 'Page size, 1 to 500 (每页数量).' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor of the last edge already seen (游标).' }) after?: string | null,
  ): Promise<RestatingEventConnection> {
    const [size, seen] = [pageOf(first), positionAfter(after) ?? -1n];
    const events = await answer.events(restated, all);
    const rest = events.filter(({ position }) => position > seen);
    const edges = rest.slice(0, size).map(({ position, share, requests, event }) => ({
      cursor: position.toString(),
      node: {
        position, type: event.type, requestId: event.hall === null ? null : `${event.hall}.${event.request_id}`, requests, departmentId: event.department,
        occurredAt: event.at_ms === null ? null : Number(event.at_ms), recordedAt: Number(event.recorded_at_ms),
        share: share === null ? null : amountOf(restated.values.unit, share), event,
      },
    }));
    return { totalCount: events.length, edges, pageInfo: { hasNextPage: rest.length > size, endCursor: edges.at(-1)?.cursor ?? null } };
  }

  private nodeOf(restated: Restated, all: readonly Restated[], answer: RestatementAnswer): Restatement {
    const { departmentId, additive, values: { figure, unit, actual, ruled, difference } } = restated;
    return {
      departmentId, departmentName: departmentId === null ? null : this.readModel.names.departments.get(departmentId) ?? null, figure, additive,
      before: amountOf(unit, actual), after: amountOf(unit, ruled), difference: amountOf(unit, difference), restated, all, answer,
    };
  }
}

async function restatedOf(answer: RestatementAnswer, figures: readonly string[] | null): Promise<readonly Restated[]> {
  try {
    return await answer.restated(figures);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new QuestionRefused('UNKNOWN_FIGURE', `No figure is called ${error.message}: name them as the answer does.`, `没有名为 ${error.message} 的指标：请按应答中的名称填写。`);
  }
}

const cursorOf = ({ departmentId, values: { figure } }: Restated): string => Buffer.from(JSON.stringify([departmentId, figure])).toString('base64url');

function placeAfter(all: readonly Restated[], cursor: string): number {
  const index = all.findIndex((one) => cursorOf(one) === cursor);
  if (index >= 0) return index + 1;
  throw new QuestionRefused('UNKNOWN_CURSOR', 'after is no cursor of this question: ask for the first page again.', 'after 不是本次查询的游标：请重新查询第一页。');
}

const sinceNeeded = (): QuestionRefused => new QuestionRefused(
  'SINCE_NEEDED', 'since takes the position or the instant of the report that was given out.', 'since 须为已发布报告的日志位置或时刻。');
