import { Args, Query, Resolver } from '@nestjs/graphql';
import { Clock } from '../../../kernel/clock.js';
import { inParallel } from '../../../kernel/in-parallel.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import type { Actor } from '../../../kernel/actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { rectificationStream } from '../../../rectification/domain/rectification-events.js';
import { streamOf } from '../../../service-request/domain/events.js';
import { SealedTexts } from '../../application/sealed-texts.js';
import { QuestionRefused } from '../../read-model/figures/question-refused.js';
import { RECTIFICATION_STANDINGS, type RectificationRow, rectificationsList } from '../../read-model/figures/satisfaction/rectifications-list.js';
import { type RulingRow, rulingsList } from '../../read-model/figures/satisfaction/rulings-list.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { scopeOf } from '../../read-model/scope-of.js';
import { Duration } from '../duration.type.js';
import { questionOf } from '../figure-question.args.js';
import { pageOf } from '../page.js';
import { type Rectification, RectificationConnection, RectificationsArgs, type Ruling, RulingConnection, RulingsArgs } from './supervision-lists.type.js';

const TEXTS_AT_ONCE = 16;

@Resolver()
export class SupervisionListsResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
    private readonly texts: SealedTexts,
  ) {}

  @Query(() => RectificationConnection, { description: 'Rectifications opened in a period, each with where it stands (整改跟踪).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async rectifications(@Args() args: RectificationsArgs, @CurrentActor() actor: Actor): Promise<RectificationConnection> {
    const [first, after] = [pageOf(args.first), placeIn(args.after, 3)];
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const place = after === null ? null : { dueMs: after[0]!, request: after[1]!, closure: after[2]! };
    const { rows, totalCount } = await rectificationsList(
      this.readModel, scope, { standings: args.standings ?? RECTIFICATION_STANDINGS, id: args.id ?? null }, first + 1, place);
    const edges = await inParallel(rows.slice(0, first), TEXTS_AT_ONCE, async (row) => ({
      cursor: `${row.due_ms}:${row.request}:${row.closure}`, node: rectificationOf(row, actor.role === 'supervisor' ? await this.measuresOf(row) : null),
    }));
    return { totalCount, edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
  }

  @Query(() => RulingConnection, { description: 'Rulings of a period, with who ruled and why (裁定记录).' })
  @Roles('supervisor')
  async rulings(@Args() args: RulingsArgs, @CurrentActor() actor: Actor): Promise<RulingConnection> {
    const [first, after] = [pageOf(args.first), placeIn(args.after, 2)];
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const place = after === null ? null : { request: after[0]!, revision: after[1]! };
    const { rows, totalCount } = await rulingsList(this.readModel, scope, { verdict: args.verdict ?? null, id: args.id ?? null }, first + 1, place);
    const edges = await inParallel(rows.slice(0, first), TEXTS_AT_ONCE, async (row) => ({
      cursor: `${row.request}:${row.revision}`, node: rulingOf(row, await this.texts.of(streamOf(row.hall, row.request_id), row.revision, 'reason')),
    }));
    return { totalCount, edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
  }

  private async measuresOf({ hall, request_id, completion_revision }: RectificationRow): Promise<string | null> {
    if (completion_revision === null) return null;
    return (await this.texts.of(rectificationStream(hall, request_id), completion_revision, 'measures'))?.text ?? null;
  }
}

/** @throws QuestionRefused for what is no cursor of such a list. */
function placeIn(after: string | null | undefined, parts: number): readonly bigint[] | null {
  if (after == null) return null;
  const numbers = after.split(':');
  if (numbers.length === parts && numbers.every((part) => /^-?\d{1,18}$/.test(part))) return numbers.map(BigInt);
  throw new QuestionRefused('BAD_CURSOR', 'after takes the cursor of an edge of the same list.', 'after 须为同一列表中某条边的游标。');
}

const rectificationOf = (row: RectificationRow, measures: string | null): Rectification => ({
  id: `${row.hall}.${row.request_id}`, hallId: row.hall, requestId: row.request_id, serviceItemCode: row.service_item, closure: row.closure + 1,
  departmentId: row.department, officerId: row.officer, score: row.score, closedAt: Number(row.closed_at_ms), openedAt: Number(row.at_ms), dueAt: Number(row.due_ms),
  standing: row.standing, completedAt: row.completed_at_ms === null ? null : Number(row.completed_at_ms), completedByDepartmentId: row.completed_by,
  taken: row.taken_ms === null ? null : new Duration(row.taken_ms), measures,
});

const rulingOf = (row: RulingRow, words: { readonly principal: string; readonly text: string | null } | null): Ruling => ({
  id: `${row.hall}.${row.request_id}`, hallId: row.hall, requestId: row.request_id, serviceItemCode: row.service_item, ruledAt: Number(row.at_ms),
  verdict: row.verdict, stands: row.stands, transferRevision: row.hop_revision, transferredAt: Number(row.hop_at_ms), isRefusal: row.is_refusal,
  recalled: row.recalled, fromDepartmentId: row.department, toDepartmentId: row.to_department, officerId: row.officer,
  ruledBy: words?.principal ?? null, reason: words?.text ?? null,
});
