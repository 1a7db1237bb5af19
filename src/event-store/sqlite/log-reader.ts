import { setImmediate } from 'node:timers/promises';
import { EventStoreUnavailable } from '../errors.js';
import type { Categories, Position, Revision } from '../event-store.port.js';
import type { LogPage } from '../follow-log.js';
import { PAGE_EVENTS, toInt64 } from '../limits.js';
import type { StoredEvent } from '../stored-event.js';
import type { EventRow, ReadAnswer, ReadRequest } from './protocol.js';
import type { WorkerLink } from './worker-link.js';

interface Asked {
  readonly request: ReadRequest;
  readonly resolve: (answer: Promise<ReadAnswer>) => void;
}

/** Pages of the log from the reading worker; what is asked for in one tick goes there in one message. */
export class LogReader {
  private asked: Asked[] = [];
  private pending = 0;

  constructor(
    private readonly link: WorkerLink<ReadRequest, ReadAnswer>,
    private readonly pendingMax: number,
  ) {}

  async *stream(stream: string, from: Revision): AsyncGenerator<StoredEvent, void, undefined> {
    for (let next = toInt64(from), end = false; !end;) {
      const page = await this.ask({ kind: 'stream', stream, from: next, limit: PAGE_EVENTS });
      const events = page.rows.map(toStored);
      yield* events;
      next = (events.at(-1)?.revision ?? next) + 1n;
      end = page.end;
    }
  }

  async page(after: Position | null, limit: number, categories?: Categories): Promise<LogPage> {
    const from = after === null ? -1n : toInt64(after);
    const { rows, end, head } = await this.ask({ kind: 'all', after: from, limit, categories: categories ?? null });
    return { events: rows.map(toStored), end, scannedTo: head };
  }

  async head(): Promise<Position | null> {
    return (await this.ask({ kind: 'head' })).head;
  }

  private async ask(request: ReadRequest): Promise<ReadAnswer> {
    if (this.pending >= this.pendingMax) throw new EventStoreUnavailable(`${this.pendingMax} reads are waiting already; try again`);
    this.pending += 1;
    try {
      return await new Promise<ReadAnswer>((resolve) => {
        this.asked.push({ request, resolve });
        if (this.asked.length === 1) void this.sendAtEndOfTick();
      });
    } finally {
      this.pending -= 1;
    }
  }

  private async sendAtEndOfTick(): Promise<void> {
    await setImmediate();
    const asked = this.asked;
    this.asked = [];
    const answers = this.link.send(asked.map(({ request }) => request));
    asked.forEach(({ resolve }, index) => {
      const answer = answers[index];
      if (answer) resolve(answer);
    });
  }
}

const toStored = ([position, revision, stream, id, type, data, metadata]: EventRow): StoredEvent => ({
  id: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
  type,
  data,
  metadata,
  stream,
  revision,
  position,
});
