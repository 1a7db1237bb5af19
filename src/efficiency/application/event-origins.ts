import { Injectable } from '@nestjs/common';
import { EventStore, type RecordedEvent } from '../../event-store/event-store.port.js';

/** Where an event stands: its stream, a revision at or before its own, and its position. */
export interface EventPlace {
  readonly stream: string;
  readonly fromRevision: number;
  readonly position: bigint;
}

/** Who recorded an event, and where it came from: that stands in the log, and not among the facts. */
@Injectable()
export class EventOrigins {
  constructor(private readonly store: EventStore) {}

  async principal(place: EventPlace): Promise<string | null> {
    const principal = (await this.recorded(place))?.metadata['principal'];
    return typeof principal === 'string' ? principal : null;
  }

  /** Source and id of the event that was sent; null where it was said here. */
  async source(place: EventPlace): Promise<string | null> {
    const said = (await this.recorded(place))?.metadata['source'] as { readonly source?: string; readonly id?: string } | undefined;
    return said?.source === undefined ? null : `${said.source}#${said.id ?? ''}`;
  }

  private async recorded({ stream, fromRevision, position }: EventPlace): Promise<RecordedEvent | null> {
    for await (const one of this.store.readStream(stream, BigInt(fromRevision))) {
      if (one.position === position) return one;
      if (one.position > position) return null;
    }
    return null;
  }
}
