import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '../../event-store/event-store.port.js';
import { Keyring, type SealedText } from '../../privacy/keyring.js';

/** What only the log says of an event: who recorded it, and its text in clear. */
export interface EventWords {
  readonly principal: string;
  /** Null where none was given, or its key is erased. */
  readonly text: string | null;
}

/** Texts are in no figure and no read model: they are opened from the log, for those who may read them. */
@Injectable()
export class SealedTexts {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(Keyring) private readonly keyring: Keyring,
  ) {}

  /** @param field of the event's data that is sealed. Null when the stream has no such revision. */
  async of(stream: string, revision: number, field: string): Promise<EventWords | null> {
    for await (const { data, metadata } of this.store.readStream(stream, BigInt(revision))) {
      const sealed = data[field] as SealedText | null | undefined;
      const { principal } = metadata;
      return { principal: typeof principal === 'string' ? principal : '', text: sealed == null ? null : await this.keyring.open(sealed) };
    }
    return null;
  }
}
