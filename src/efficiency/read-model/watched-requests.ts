import type { Position } from '../../event-store/event-store.port.js';
import { requestStreamPrefix } from '../../service-request/domain/events.js';
import type { WatchedRequest } from '../../warnings/domain/watched-request.js';
import { eraCalendars } from '../projections/calendars.js';
import { isCompleted } from '../projections/history.js';
import { duesOf } from '../projections/limit-facts.js';
import { ReadModelRebuilding } from './facts.js';
import type { ReadModelService } from './read-model.service.js';
import { limitsOfDues, type RequestClocks, requestClocks } from './request-clocks.js';

const PAGE_REQUESTS = 10_000;
/** Whatever was recorded, however late it occurred. */
const EVER_MS = 2n ** 62n;

/** Their clocks stand as they stood before an event that could not be taken. */
const PARKED_REQUESTS = `SELECT r.request FROM live_receipts($p) r JOIN parked k ON k.behind IS NULL AND k.stream = '${requestStreamPrefix}' || r.hall || '.' || r.request_id`;

/** Open requests with a limit, for whoever watches their clocks. */
export class WatchedRequests {
  constructor(private readonly readModel: ReadModelService) {}

  /** Which requests have events after `since`; 'all' at the first look, after a change of a calendar, or when they are too many. Null while nothing can be asked. */
  async changes(since: Position | null, requestsMax: number): Promise<{ readonly position: Position; readonly requests: readonly bigint[] | 'all' } | null> {
    try {
      const position = this.readModel.position();
      if (position === null || this.readModel.status().rebuilding === true) return null;
      return { position, requests: since === null ? 'all' : await this.changed(since, position, requestsMax) };
    } catch (error) {
      if (error instanceof ReadModelRebuilding) return null;
      throw error;
    }
  }

  async *read(position: Position, requests: readonly bigint[] | 'all'): AsyncGenerator<readonly RequestClocks[]> {
    if (requests !== 'all' && requests.length === 0) return;
    const asked = requests === 'all' ? 'TRUE' : `request IN (${requests.join(', ')})`;
    const wanted = `${asked} AND request NOT IN (${PARKED_REQUESTS})`;
    const picked = `SELECT request FROM (SELECT request FROM open_requests($p, $ever) WHERE ${wanted}) WHERE request > $after ORDER BY request LIMIT ${PAGE_REQUESTS}`;
    for (let after = -1n; ;) {
      const page = await requestClocks(this.readModel, this.readModel.calendars, position, picked, { ever: EVER_MS, after });
      if (page.length > 0) yield page;
      // A page of requests without any limit is not the last one.
      const [last] = await this.readModel.query<{ last: bigint | null; n: bigint }>(`SELECT max(request) AS last, count(*) AS n FROM (${picked})`, { p: position, ever: EVER_MS, after });
      if (last?.last == null || last.n < BigInt(PAGE_REQUESTS)) return;
      after = last.last;
    }
  }

  /** A request as its stream tells it now; `watched` is null when it is not open, or one of its events could not be taken. */
  async fresh({ hallId, requestId }: { readonly hallId: string; readonly requestId: string }): Promise<{ watched: WatchedRequest | null; requestRevision: number; position: Position } | null> {
    const details = await this.readModel.request(hallId, requestId);
    const position = this.readModel.position();
    if (details === null || position === null) return null;
    const { history, facts } = details.projected;
    const [on, tail] = [{ requestRevision: details.events.length - 1, position }, facts.tails[0]];
    if (tail === undefined || history.voided || isCompleted(history) || details.parkedAt !== null) return { watched: null, ...on };
    const { calendars } = this.readModel;
    const { pinned, serviceItemCode } = history;
    const calendar = calendars.at(pinned.calendarId, position);
    const dues = duesOf(history, eraCalendars(calendars, pinned.calendarId, history.closures, position));
    return {
      ...on,
      watched: {
        hallId, requestId, departmentId: tail.department!, officerId: tail.officer, serviceItemCode, warningShare: pinned.warningShare,
        calendarId: pinned.calendarId, calendarVersion: calendar.definition.version, calendar: calendar.time, limits: limitsOfDues(dues),
      },
    };
  }

  private async changed(since: Position, position: Position, requestsMax: number): Promise<readonly bigint[] | 'all'> {
    if (since === position) return [];
    const params = { since, p: position };
    const revised = await this.readModel.query("SELECT 1 AS found FROM reference_events WHERE position > $since AND position <= $p AND type = 'CalendarRevised' LIMIT 1", params);
    if (revised.length > 0) return 'all';
    const rows = await this.readModel.query<{ request: bigint }>(
      `SELECT DISTINCT request FROM events WHERE position > $since AND position <= $p LIMIT ${requestsMax + 1}`, params);
    return rows.length > requestsMax ? 'all' : rows.map(({ request }) => request);
  }
}
