import type { RecordedEvent } from '../../event-store/event-store.port.js';
import { refusal } from '../exit-codes.js';
import type { OpenedLog } from '../logs/log-address.js';
import { pageLog } from '../logs/page-log.js';
import { isOurs } from '../our-categories.js';

/** What of ours the target held at the start, one event after the other. */
export class TargetPrefix {
  private ended = false;

  private constructor(private readonly events: AsyncIterator<RecordedEvent>) {}

  static async open({ store }: OpenedLog): Promise<TargetPrefix> {
    return new TargetPrefix(oursOf(pageLog(store, await store.head())));
  }

  /** Null after the last. */
  async next(): Promise<RecordedEvent | null> {
    if (this.ended) return null;
    const next = await this.events.next();
    this.ended = next.done === true;
    return next.done === true ? null : next.value;
  }

  /** @throws OperationEnded when the target holds events that the source does not. */
  async expectEnd(): Promise<void> {
    const more = await this.next();
    if (more === null) return;
    throw refusal(
      'TARGET_IS_AHEAD',
      `The target holds events that the source does not, from ${more.stream} revision ${more.revision} (position ${more.position}) on. Was it written to since it was copied?`,
      `目标日志中有源日志没有的事件（自 ${more.stream} 版本 ${more.revision}，位置 ${more.position} 起）。复制之后是否有新的写入？`,
    );
  }
}

async function* oursOf(events: AsyncIterable<RecordedEvent>): AsyncGenerator<RecordedEvent, void, undefined> {
  for await (const event of events) if (isOurs(event.stream)) yield event;
}

const placeOf = ({ stream, revision, id }: RecordedEvent): string => `${stream} revision ${revision} (${id})`;

export const differs = (source: RecordedEvent, target: RecordedEvent): Error =>
  refusal(
    'TARGET_HAS_OTHER_EVENTS',
    `The target holds other events: where the source has ${placeOf(source)}, it has ${placeOf(target)} at position ${target.position}. Copy to an empty target.`,
    `目标日志中已有其他事件：源为 ${placeOf(source)}，目标在位置 ${target.position} 为 ${placeOf(target)}。请复制到空的目标。`,
  );
