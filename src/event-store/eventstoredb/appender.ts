import { jsonEvent, NO_STREAM } from '@eventstore/db-client';
import type { EncodedAppend, EncodedEvent } from '../encode-append.js';
import { EventStoreUnavailable } from '../errors.js';
import type { AppendResult, JsonObject, Position, RecordedEvent, Revision } from '../event-store.port.js';
import { APPEND_BYTES_MAX } from '../limits.js';
import { appendError, classifyFailure } from './classify-failure.js';
import type { Connection } from './connection.js';
import type { LogReads } from './log-reads.js';
import type { EventStoreDbOptions } from './options.js';
import { within } from './within.js';

/** How the server counts: it keeps the type with two bytes a character. @throws RangeError */
export function checkServerSize({ events }: EncodedAppend): void {
  const bytes = events.reduce((sum, { type, data, metadata }) => sum + 2 * type.length + Buffer.byteLength(data) + Buffer.byteLength(metadata), 0);
  if (bytes > APPEND_BYTES_MAX) throw new RangeError(`An append carries at most ${APPEND_BYTES_MAX} bytes, not ${bytes}`);
}

/** The client writes the JSON itself, and hangs for ever over what has none: it gets plain copies of what was written out. */
const proposed = ({ id, type, data, metadata }: EncodedEvent): ReturnType<typeof jsonEvent> =>
  jsonEvent({ id, type, data: JSON.parse(data) as JsonObject, metadata: JSON.parse(metadata) as JsonObject });

export class Appender {
  constructor(
    private readonly connection: Connection,
    private readonly reads: LogReads,
    private readonly options: Pick<EventStoreDbOptions, 'appendMs'>,
  ) {}

  /** @throws RevisionConflict, EventStoreUnavailable or RangeError, as the port says. */
  async append(append: EncodedAppend): Promise<AppendResult> {
    try {
      return await this.result(append, await this.sendToLeader(append));
    } catch (error) {
      throw appendError(append.stream, append.expected, error);
    }
  }

  /** Who is not the leader has written nothing, and names it: the client's next call goes there. */
  private async sendToLeader(append: EncodedAppend): Promise<Answer> {
    try {
      return await this.send(append);
    } catch (error) {
      if (classifyFailure(error).kind !== 'not-leader') throw error;
      return this.send(append);
    }
  }

  private async send({ stream, expected, events }: EncodedAppend): Promise<Answer> {
    const { client, credentials } = this.connection;
    const deadlineMs = this.options.appendMs + events.length * MS_FOR_EACH;
    const sent = client.appendToStream(stream, events.map(proposed), {
      expectedRevision: expected === 'no-stream' ? NO_STREAM : expected,
      credentials,
      requiresLeader: true,
      deadline: deadlineMs,
    });
    try {
      const { nextExpectedRevision, position } = await within(sent, deadlineMs + LATE_MS);
      this.connection.succeeded(client);
      return { last: nextExpectedRevision, position: position?.commit };
    } catch (error) {
      const { kind } = classifyFailure(error);
      if (kind === 'conflict' || kind === 'too-large') this.connection.succeeded(client);
      else this.connection.failed(client, error);
      throw error;
    }
  }

  /** The server tells one position at most, and none for an append that it had already. */
  private async result({ stream, expected, events }: EncodedAppend, { last, position }: Answer): Promise<AppendResult> {
    const first = expected === 'no-stream' ? 0n : expected + 1n;
    const revision = first + BigInt(events.length) - 1n;
    if (last === revision && position !== undefined && events.length === 1) return { revision, position, positions: [position] };
    const placed: RecordedEvent[] = [];
    for await (const event of this.reads.placed(stream, first, events.length)) placed.push(event);
    const same = placed.length === events.length && events.every(({ id }, index) => placed[index]?.id === id);
    const at = placed.at(-1)?.position;
    if (!same || at === undefined) throw new EventStoreUnavailable(`${stream}: what was appended cannot be read yet`);
    return { revision, position: at, positions: placed.map((event) => event.position) };
  }
}

interface Answer {
  readonly last: Revision;
  readonly position: Position | undefined;
}
/** Events are sent one after the other: a thousand of them must not be given up and sent again for ever. */
const MS_FOR_EACH = 10;
/** The client's own deadline comes first; this one is for what the client forgets. */
const LATE_MS = 500;
