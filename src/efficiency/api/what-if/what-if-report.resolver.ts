import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { edgeOfFlip, viewOfTotal } from './what-if.view.js';
import { WhatIfFlipsArgs } from './what-if.args.js';
import { WhatIfFlipConnection, WhatIfFlipTotal, WhatIfReport } from './what-if.types.js';

/** What flips between the two sides of a report. */
@Resolver(() => WhatIfReport)
export class WhatIfReportResolver {
  @ResolveField(() => WhatIfFlipConnection, { description: 'Every limit of a closure of the period, or of an open request, that the rules judge otherwise (结论变化清单).' })
  async flips(@Parent() { findFlips }: WhatIfReport, @Args() { first, after, limit, subject }: WhatIfFlipsArgs): Promise<WhatIfFlipConnection> {
    const { rows, totalCount, requests } = await (await findFlips()).page({ limit: limit ?? null, subject: subject ?? null }, first + 1, BigInt(after ?? 0));
    const edges = rows.slice(0, first).map(edgeOfFlip);
    return { totalCount, requests, edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
  }

  @ResolveField(() => [WhatIfFlipTotal], { description: 'Flips by kind (各类变化合计).' })
  async flipTotals(@Parent() { findFlips }: WhatIfReport): Promise<WhatIfFlipTotal[]> {
    return (await (await findFlips()).totals()).map(viewOfTotal);
  }
}
