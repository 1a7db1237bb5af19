import { Inject, Injectable } from '@nestjs/common';
import { EventStoreUnavailable } from '../../event-store/errors.js';
import type { JsonObject } from '../../event-store/event-store.port.js';
import { Keyring, KeysUnavailable, type SealedText, UnknownKey } from '../../privacy/keyring.js';

export type TextState = 'CLEAR' | 'ERASED' | 'NO_KEY' | 'ALTERED';
export interface OpenedText {
  /** Of the event's data. */
  readonly name: string;
  readonly state: TextState;
  /** Null where it cannot be read. */
  readonly text: string | null;
  readonly keyId: string;
}

export const isSealed = (value: unknown): value is SealedText =>
  typeof value === 'object' && value !== null && 'keyId' in value && 'nonce' in value && 'ciphertext' in value
  && typeof value.keyId === 'string' && typeof value.nonce === 'string' && typeof value.ciphertext === 'string';

/** Opens what an event keeps as ciphertext, for those who may read it; what nobody can read any more says why. */
@Injectable()
export class OpenedTexts {
  constructor(@Inject(Keyring) private readonly keyring: Keyring) {}

  /** @throws EventStoreUnavailable while the keys cannot be asked. */
  of(data: JsonObject): Promise<OpenedText[]> {
    const sealed = Object.entries(data).flatMap(([name, value]) => (isSealed(value) ? [{ name, value }] : []));
    return Promise.all(sealed.map(({ name, value }) => this.open(name, value)));
  }

  private async open(name: string, sealed: SealedText): Promise<OpenedText> {
    const { keyId } = sealed;
    try {
      const text = await this.keyring.open(sealed);
      return { name, keyId, state: text === null ? 'ERASED' : 'CLEAR', text };
    } catch (error) {
      if (error instanceof KeysUnavailable) throw new EventStoreUnavailable(error.message, { cause: error });
      return { name, keyId, state: error instanceof UnknownKey ? 'NO_KEY' : 'ALTERED', text: null };
    }
  }
}
