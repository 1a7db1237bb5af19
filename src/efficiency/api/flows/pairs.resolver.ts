import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { episodesList, type Episode, type EpisodePlace } from '../../read-model/figures/flows/episodes.js';
import { departmentPairs, type DepartmentPair } from '../../read-model/figures/flows/pairs.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { scopeOf } from '../../read-model/scope-of.js';
import { checkArgs } from '../check-args.js';
import { questionOf } from '../figure-question.args.js';
import { summaryOf } from '../request-summary.js';
import { listed, listPageOf } from './list-page.js';
import { PingPongEpisodeConnection, PingPongEpisodesArgs, PingPongPairConnection, PingPongPairsArgs, type PingPongEpisodeEdge, type PingPongPair } from './pairs.type.js';

@Resolver(() => PingPongPairConnection)
export class PingPongPairsResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => PingPongPairConnection, { description: 'Between which two departments requests go to and fro (来回推部门对).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async pingPongPairs(@Args() args: PingPongPairsArgs, @CurrentActor() actor: Actor): Promise<PingPongPairConnection> {
    checkArgs(PingPongPairsArgs, args);
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const { pairs, ...totals } = await departmentPairs(this.readModel, scope, { by: args.orderBy, direction: args.direction }, listPageOf(args));
    return { position: scope.position < 0n ? null : scope.position, ...totals, ...listed(pairs, args, (pair) => this.pairOf(pair)) };
  }

  @Query(() => PingPongEpisodeConnection, { description: 'Single runs to and fro, each with its request (拉锯下钻).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async pingPongEpisodes(@Args() args: PingPongEpisodesArgs, @CurrentActor() actor: Actor): Promise<PingPongEpisodeConnection> {
    checkArgs(PingPongEpisodesArgs, args);
    const { between, minHolders, first, after } = args;
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const choice = { minHolders, ...(between != null && { pair: [between[0]!, between[1]!] as const }) };
    const { rows, ...totals } = await episodesList(this.readModel, scope, choice, first + 1, after == null ? null : placeOf(after));
    const edges = rows.slice(0, first).map(edgeOf);
    return { ...totals, edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
  }

  private pairOf({ a, b, counts }: DepartmentPair): PingPongPair {
    const { departments } = this.readModel.names;
    return {
      departmentA: a, departmentAName: departments.get(a) ?? null, departmentB: b, departmentBName: departments.get(b) ?? null,
      pingPongs: counts.PING_PONGS, sentBackByA: counts.SENT_BACK_BY_A, sentBackByB: counts.SENT_BACK_BY_B,
      episodes: counts.EPISODES, rounds: counts.ROUNDS, longestEpisode: counts.LONGEST, transfers: counts.TRANSFERS,
    };
  }
}

function placeOf(cursor: string): EpisodePlace {
  const [holders = '0', request = '0', key = '0'] = cursor.split(':');
  return { holders: BigInt(holders), request: BigInt(request), key: BigInt(key) };
}

const edgeOf = (row: Episode): PingPongEpisodeEdge => ({
  cursor: `${row.holders}:${row.request}:${row.fact_key}`, departmentA: row.department_a, departmentB: row.department_b, holders: row.holders,
  rounds: row.rounds, from: Number(row.from_ms), until: Number(row.at_ms), node: summaryOf(row),
});
