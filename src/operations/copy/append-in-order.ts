import { EventStoreUnavailable, RevisionConflict } from '../../event-store/errors.js';
import type { Append, NewEvent, RecordedEvent } from '../../event-store/event-store.port.js';
import { APPEND_BYTES_MAX, APPEND_EVENTS_MAX } from '../../event-store/limits.js';
import { failure, refusal } from '../exit-codes.js';
import type { OpenedLog } from '../logs/log-address.js';

const GROUP_EVENTS_MAX = 500;
const GROUP_BYTES_MAX = 4 * 1024 * 1024;
/** Of one append; a server counts more than the texts, so the limit is kept well away from. */
const RUN_BYTES_MAX = APPEND_BYTES_MAX / 2;
const ATTEMPTS_MAX = 8;
/** Doubled at each attempt: about 13 s in all. */
export const RETRY_PAUSE_MS = 50;

interface Run {
  readonly stream: string;
  readonly expected: Append['expected'];
  readonly events: NewEvent[];
  bytes: number;
}

/**
 * Appends events as they stood elsewhere: same streams, revisions, ids and contents, in the order they come. What follows
 * itself in one stream goes as one append. A group waits at most; its appends go out together where the store keeps their
 * order, and one after the other where it does not, because the order across streams says what was known when.
 */
export class AppendInOrder {
  private runs: Run[] = [];
  private events = 0;
  private bytes = 0;

  constructor(
    private readonly target: OpenedLog,
    private readonly retryPauseMs: number,
  ) {}

  async add({ stream, revision, id, type, data, metadata, text = { data: JSON.stringify(data), metadata: JSON.stringify(metadata) } }: RecordedEvent): Promise<void> {
    const size = Buffer.byteLength(text.data) + Buffer.byteLength(text.metadata) + Buffer.byteLength(type);
    const run = this.runOf(stream, size) ?? this.newRun(stream, revision === 0n ? 'no-stream' : revision - 1n);
    run.events.push({ id, type, data, metadata, text });
    run.bytes += size;
    this.events += 1;
    this.bytes += size;
    if (this.events >= GROUP_EVENTS_MAX || this.bytes >= GROUP_BYTES_MAX) await this.flush();
  }

  /** Resolves when everything added is on the target's disk. */
  async flush(): Promise<void> {
    const appends = this.runs;
    this.runs = [];
    this.events = 0;
    this.bytes = 0;
    if (this.target.appliesGroupsInOrder) await this.appendTogether(appends);
    else for (const append of appends) await this.appendTogether([append]);
  }

  private runOf(stream: string, size: number): Run | null {
    const run = this.runs.at(-1);
    const fits = run?.stream === stream && run.events.length < APPEND_EVENTS_MAX && run.bytes + size <= RUN_BYTES_MAX;
    return run !== undefined && fits ? run : null;
  }

  private newRun(stream: string, expected: Append['expected']): Run {
    const run = { stream, expected, events: [], bytes: 0 };
    this.runs.push(run);
    return run;
  }

  /** After an unknown outcome the same ids at the same revisions are sent again, from the first that was not answered on. */
  private async appendTogether(appends: readonly Append[]): Promise<void> {
    let left = appends;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const results = await this.target.store.appendEach(left);
      const failed = results.findIndex(({ status }) => status === 'rejected');
      if (failed === -1) return;
      const reason: unknown = (results[failed] as PromiseRejectedResult).reason;
      if (reason instanceof RevisionConflict) throw conflict(reason);
      if (reason instanceof RangeError) throw tooLarge(left[failed], reason);
      if (!(reason instanceof EventStoreUnavailable) || attempt === ATTEMPTS_MAX) throw reason;
      // What got further is no reason for losing patience.
      if (failed > 0) attempt = 0;
      left = left.slice(failed);
      await new Promise((resolve) => setTimeout(resolve, this.retryPauseMs * 2 ** attempt));
    }
  }
}

const tooLarge = (append: Append | undefined, { message }: RangeError): Error =>
  failure(
    'EVENT_TOO_LARGE',
    `The target does not take an event of ${append?.stream} behind revision ${append?.expected}: ${message}.`,
    `目标日志不接受流 ${append?.stream} 中版本 ${append?.expected} 之后的事件：过大。`,
  );

const conflict = ({ stream, message }: RevisionConflict): Error =>
  refusal(
    'TARGET_IS_WRITTEN_TO',
    `Somebody else wrote to ${stream} of the target while it was copied to (${message}). Stop what writes there; start again with an empty target.`,
    `复制期间有其他程序写入了目标日志的流 ${stream}。请停止写入，并以空的目标重新开始。`,
  );
