import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { describeStep } from '../../efficiency/api/describe-step.js';
import { Duration } from '../../efficiency/api/duration.type.js';
import { Explanation } from '../../efficiency/api/service-request.type.js';
import { reasonsOf } from '../history/reasons.js';
import { limitsAt } from '../history/standing-at.js';
import { FigureReason, HistoryEvent } from './history-event.type.js';
import { HistoryLimit, HistoryState } from './history-state.type.js';

/** One event can take thousands of rows out of the figures, when a long history is voided. */
export const REASONS_MAX = 500;
/** The work of one event's reasons grows with the square of what came before it: at this many it takes some 50 ms. */
const REASONED_EVENTS_MAX = 1_000;

@Resolver(() => HistoryEvent)
export class HistoryEventResolver {
  @ResolveField(() => [FigureReason], {
    nullable: true, description: `What it changed in the figures, and why; the first ${REASONS_MAX}. Null after the first ${REASONED_EVENTS_MAX} events of a history (计入理由).`,
  })
  async reasons(@Parent() { step, rows, calendars }: HistoryEvent): Promise<FigureReason[] | null> {
    if (step.place > REASONED_EVENTS_MAX) return null;
    // Others are served between the events of a long history.
    await new Promise((resolve) => { setImmediate(resolve); });
    const history = step.after.history ?? step.before.history;
    if (step.untaken !== null || history === null) return [];
    const { zone } = calendars.at(history.pinned.calendarId, step.recorded.position).definition;
    return reasonsOf(step, rows, zone).slice(0, REASONS_MAX)
      .map(({ change, figure, departmentId, officerId, atMs, valueMs, en, zh }) => ({ change, figure, departmentId, officerId, at: atMs, value: valueMs, en, zh }));
  }
}

@Resolver(() => HistoryState)
export class HistoryStateResolver {
  @ResolveField(() => [HistoryLimit], { description: 'Both limits as they stood (当时的时限).' })
  limits(@Parent() { standing, calendars }: HistoryState): HistoryLimit[] {
    return limitsAt(standing, calendars).map(({ limit, due, steps, zone, calendarId, calendarVersion }) => ({
      limit, dueAt: due.dueMs, stoppedAt: due.stoppedAtMs, provisional: due.provisional, budget: new Duration(due.budgetMs), calendarId, calendarVersion, steps, zone,
    }));
  }
}

@Resolver(() => HistoryLimit)
export class HistoryLimitResolver {
  @ResolveField(() => [Explanation], { description: 'How the due instant came out: days skipped and why, what moved it (到期说明).' })
  explanation(@Parent() { steps, zone }: HistoryLimit): Explanation[] {
    return steps.map((step) => describeStep(step, zone));
  }
}
