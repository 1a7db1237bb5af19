import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { type Actor, isEverywhere } from '../../kernel/actor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { AppConfig } from '../../platform/config.js';
import { streamOf } from '../../service-request/domain/events.js';
import { parseSubject } from '../../service-request/domain/request-ids.js';
import { decodeWarningEvent, warningStreamOf, warningStreamPrefix } from '../../warnings/domain/warning-events.js';
import { QuestionRefused } from '../read-model/figures/question-refused.js';
import { type Live, LiveEvents } from '../read-model/live-events.js';
import { ReadModelService } from '../read-model/read-model.service.js';
import { reminderAt } from '../read-model/reminder-at.js';
import { isInSight } from '../read-model/request-visibility.js';
import { sightOf, type Sight } from '../read-model/sight.js';
import { ProjectionAdvance, Reminder, RequestChange } from './live.type.js';
import { type Told, wantedBy } from './live-filter.js';
import { warningOfEvent } from './warning.view.js';
import { LiveFilterInput, Warning } from './warnings.type.js';

/** Not more often than a person can look. */
const ADVANCE_EVERY_MS = 1_000;
const filterArg = { type: () => LiveFilterInput, nullable: true, description: 'Which; default: all (筛选).' } as const;

/** What is told as it happens. Each may come twice after a restart: the position tells. */
@Resolver()
export class LiveResolver {
  constructor(
    private readonly live: LiveEvents,
    private readonly readModel: ReadModelService,
    private readonly config: AppConfig,
  ) {}

  @Subscription(() => Warning, { description: 'A warning was raised, on whichever replica (预警推送).' })
  @Roles('terminal', 'analyst', 'supervisor', 'administrator')
  warningRaised(@Args('filter', filterArg) filter: LiveFilterInput | null, @CurrentActor() actor: Actor): Live<{ warningRaised: Warning }> {
    const wanted = this.toldTo(actor, filter);
    return this.live.listen(({ stream, type, data, position, unreadable }) => {
      if (!stream.startsWith(warningStreamPrefix) || unreadable !== undefined) return null;
      const warning = warningOfEvent(decodeWarningEvent(type, data).data, position, this.readModel.names.departments);
      return wanted(warning) ? { warningRaised: warning } : null;
    });
  }

  @Subscription(() => Reminder, { description: 'A supervisor reminded the holder of a request (催办推送).' })
  @Roles('terminal', 'analyst', 'supervisor', 'administrator')
  reminderIssued(@Args('filter', filterArg) filter: LiveFilterInput | null, @CurrentActor() actor: Actor): Live<{ reminderIssued: Reminder }> {
    const wanted = this.toldTo(actor, filter);
    return this.live.listen(async ({ type, position }) => {
      const row = type === 'ReminderIssued' ? await reminderAt(this.readModel, position) : null;
      if (row === null) return null;
      const reminder = { ...row, id: `${row.hallId}.${row.requestId}`, position, departmentName: this.readModel.names.departments.get(row.departmentId) ?? null };
      return wanted(reminder) ? { reminderIssued: reminder } : null;
    });
  }

  @Subscription(() => RequestChange, { description: 'Something was recorded of one request, its warnings included (办件变化推送).' })
  @Roles('terminal', 'analyst', 'supervisor', 'administrator')
  requestChanged(
    @Args('id', { type: () => ID, description: 'hallId.requestId, or the request’s id alone in the default hall (办件编号).' }) id: string,
    @CurrentActor() { scope }: Actor,
  ): Live<{ requestChanged: RequestChange }> {
    const ids = parseSubject(id.includes('.') ? id : `${this.config.defaultHallId}.${id}`);
    if (ids === null) throw new QuestionRefused('BAD_REQUEST_ID', 'id takes hallId.requestId.', 'id 须为 hallId.requestId。');
    const streams = [streamOf(ids.hallId, ids.requestId), warningStreamOf(ids.hallId, ids.requestId)];
    return this.live.listen(async ({ stream, type, data, position, revision, unreadable }) => {
      if (!streams.includes(stream) || unreadable !== undefined) return null;
      // Asked with each event: what is another's becomes one's own by a transfer. One that may not be seen is as silent as one that is not there.
      if (!isEverywhere(scope) && !(await isInSight(this.readModel, scope, ids.hallId, ids.requestId))) return null;
      const { occurredAt, departmentId } = data as { occurredAt: string; departmentId: string };
      return { requestChanged: { position, id: `${ids.hallId}.${ids.requestId}`, type, revision: Number(revision), occurredAt, departmentId } };
    });
  }

  @Subscription(() => ProjectionAdvance, { description: 'The figures have taken in more; at most once a second (统计进度推送).' })
  @Roles('analyst', 'supervisor', 'administrator')
  projectionAdvanced(): Live<{ projectionAdvanced: ProjectionAdvance }> {
    return this.live.listen(({ position }) => ({ projectionAdvanced: { position } }), { latestEveryMs: ADVANCE_EVERY_MS });
  }

  /** What the filter wants of what the scope covers, by the tree as it stands when something is told. */
  private toldTo({ scope }: Actor, filter: LiveFilterInput | null): (told: Told) => boolean {
    const wanted = wantedBy(filter);
    return (told) => {
      const sight = sightOf(scope, this.readModel.names.parents);
      return (sight === null || isToldOf(sight, told)) && wanted(told);
    };
  }
}

const isToldOf = ({ halls, departments }: Sight, { hallId, departmentId }: Told): boolean =>
  (halls === null || halls.includes(hallId)) && (departments === null || departments.includes(departmentId));
