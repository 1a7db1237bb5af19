import { Args, Query, Resolver } from '@nestjs/graphql';
import { checkArgs } from '../../efficiency/api/check-args.js';
import { rangeOf } from '../../efficiency/api/filter-of.js';
import { parentsAt } from '../../efficiency/read-model/department-parents.js';
import { QuestionRefused } from '../../efficiency/read-model/figures/question-refused.js';
import { ReadModelService } from '../../efficiency/read-model/read-model.service.js';
import { sightOf } from '../../efficiency/read-model/sight.js';
import { type Actor, coversHall } from '../../kernel/actor.js';
import { inParallel } from '../../kernel/in-parallel.js';
import { CorrelationId, CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { AppConfig } from '../../platform/config.js';
import { HistoryReads } from '../application/history-reads.js';
import { HistorySearches } from '../application/history-searches.js';
import type { SearchedField } from '../domain/audit-events.js';
import { type FoundPage, foundRequests, type Sought } from '../read-model/found-requests.js';
import { knownPosition } from '../read-model/known-position.js';
import { knownAtOf, saidOf } from './asked-times.js';
import { hitOf } from './history-hit.js';
import { HistoryHitConnection, HistorySearchArgs, type HistorySearchInput, SEARCH_PAGE_MAX } from './history-search.type.js';
import { orRefuse } from './not-recorded.js';

const READS_AT_ONCE = 16;
const NOTHING: HistoryHitConnection = { position: null, totalCount: 0, edges: [], pageInfo: { hasNextPage: false, endCursor: null } };

@Resolver()
export class HistorySearchResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly searches: HistorySearches,
    private readonly reads: HistoryReads,
    private readonly config: AppConfig,
  ) {}

  @Query(() => HistoryHitConnection, {
    description: 'Requests by applicant, officer, terminal, login or period, with the events found. The search and every request it shows are recorded first (审计检索).',
  })
  @Roles('supervisor')
  async historySearch(@Args() args: HistorySearchArgs, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string): Promise<HistoryHitConnection> {
    const { filter, first, after } = checked(args);
    const hallId = filter.hallId ?? this.config.defaultHallId;
    if (!coversHall(actor.scope, hallId)) return NOTHING;
    await this.readModel.nearlyCaughtUp();
    const asKnownAt = knownAtOf(args.asKnownAt);
    const position = await knownPosition(this.readModel, asKnownAt);
    const [asked, applicants] = [askedBy(filter), await orRefuse(this.applicantsOf(hallId, filter))];
    await orRefuse(this.searches.record({ hallId, actor, asked, applicant: applicants?.[0] ?? null, position, correlationId }));
    const sight = sightOf(actor.scope, await parentsAt(this.readModel, this.readModel.position() ?? -1n)) ?? undefined;
    const found = await foundRequests(this.readModel, soughtOf(hallId, filter, applicants), { position, sight }, { first: first + 1, after });
    const shown = found.rows.slice(0, first);
    await orRefuse(inParallel(shown, READS_AT_ONCE, ({ request_id: requestId }) =>
      this.reads.record({ hallId, requestId, actor, through: 'SEARCH', position, asKnownAt: saidOf(asKnownAt), correlationId })));
    return connectionOf(found, hallId, position, first);
  }

  /** Null when no applicant is asked for; none when nobody is known by what was asked for. */
  private async applicantsOf(hallId: string, { applicantPseudonym, applicantReference }: HistorySearchInput): Promise<readonly string[] | null> {
    if (applicantReference == null) return applicantPseudonym == null ? null : [applicantPseudonym];
    const found = await this.searches.applicantBy(hallId, applicantReference);
    return found === null || (applicantPseudonym != null && applicantPseudonym !== found) ? [] : [found];
  }
}

function checked(args: HistorySearchArgs): { readonly filter: HistorySearchInput; readonly first: number; readonly after: bigint | null } {
  checkArgs(HistorySearchArgs, args);
  const { filter, first, after } = args;
  if (!Number.isInteger(first) || first < 1 || first > SEARCH_PAGE_MAX)
    throw new QuestionRefused('BAD_PAGE_SIZE', `first takes 1 to ${SEARCH_PAGE_MAX}.`, `first 取 1 到 ${SEARCH_PAGE_MAX}。`);
  if (Object.keys(askedBy(filter)).length === 0)
    throw new QuestionRefused('SEARCH_EMPTY', 'Ask for something: an applicant, an officer, a terminal, a principal, a period or a type.', '请至少给出一项检索条件：申请人、经办人、终端、主体、时段或事件类型。');
  return { filter, first, after: after == null ? null : BigInt(after) };
}

/** What was filled in, in clear. */
function askedBy({ hallId: _hall, period, ...codes }: HistorySearchInput): Partial<Record<SearchedField, string>> {
  const all: readonly (readonly [string, string | null | undefined])[] = [...Object.entries(codes), ['from', period?.from], ['to', period?.to]];
  return Object.fromEntries(all.filter((one): one is [string, string] => one[1] != null));
}

function soughtOf(hallId: string, { officerId, terminalId, principal, period, type }: HistorySearchInput, applicants: readonly string[] | null): Sought {
  const { fromMs, toMs } = rangeOf(period);
  return {
    hallId, applicants, officerId: officerId ?? null, terminalId: terminalId ?? null, principal: principal ?? null, type: type ?? null,
    fromMs: period?.from == null ? null : fromMs, toMs: period?.to == null ? null : toMs,
  };
}

function connectionOf({ rows, totalCount }: FoundPage, hallId: string, position: bigint, first: number): HistoryHitConnection {
  const edges = rows.slice(0, first).map((row) => ({ cursor: String(row.request), node: hitOf(row, hallId) }));
  return { position, totalCount, edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
}
