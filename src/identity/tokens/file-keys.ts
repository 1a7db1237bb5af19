import { stat } from 'node:fs/promises';
import { type CryptoKey, importJWK, type JWSHeaderParameters } from 'jose';
import type { Clock } from '../../kernel/clock.js';
import { KeySource, UnknownSigningKey } from './key-source.js';
import { openKeyFile, readKeyFile } from './key-file.js';
import type { SigningKey, SigningKeys } from './signing-key.js';

/** Stands in tokens of the built-in issuer; no provider's name looks like it. */
export const BUILT_IN_ISSUER = 'urn:service-efficiency-tracker:built-in';
/** How long a change of the file may go unseen. */
export const LOOK_EVERY_MS = 2_000;
/** A key that is not known may just have been made. */
export const LOOK_FOR_UNKNOWN_EVERY_MS = 200;

export interface FileKeysParts {
  readonly file: string;
  readonly clock: Clock;
  /** Milliseconds that only go forward. */
  readonly elapsedMs: () => number;
  readonly warn: (text: string) => void;
}

/** The built-in issuer's keys. The file may change under a running service: a rotation is another process. */
export class FileKeys extends KeySource {
  override readonly issuer = BUILT_IN_ISSUER;
  override readonly algorithms = ['EdDSA'];
  private keys: SigningKeys;
  private imported = new Map<string, Promise<CryptoKey>>();
  private changes = 0;
  private seen = '';
  private warned = '';
  private lookedMs = Number.NEGATIVE_INFINITY;
  private looking: Promise<void> | null = null;

  /** @throws KeyFileRefused */
  constructor(private readonly parts: FileKeysParts) {
    super();
    this.keys = openKeyFile(parts.file, parts.clock.nowMs());
  }

  /** Signs what is minted now. */
  get current(): SigningKey {
    return this.keys[0];
  }

  override async generation(): Promise<number> {
    await this.lookAgain(LOOK_EVERY_MS);
    return this.changes;
  }

  override async keyFor({ kid }: JWSHeaderParameters): Promise<CryptoKey> {
    if (!this.keys.some((one) => one.kid === kid)) await this.lookAgain(LOOK_FOR_UNKNOWN_EVERY_MS);
    const key = this.keys.find((one) => one.kid === kid);
    if (key === undefined || Date.parse(key.checksUntil ?? '9999-12-31') <= this.parts.clock.nowMs()) throw new UnknownSigningKey();
    const known = this.imported.get(key.kid);
    if (known !== undefined) return known;
    const { kty, crv, x } = key;
    const made = importJWK({ kty, crv, x }, 'EdDSA');
    this.imported.set(key.kid, made);
    return made;
  }

  private async lookAgain(pauseMs: number): Promise<void> {
    if (this.looking === null && this.parts.elapsedMs() - this.lookedMs < pauseMs) return;
    await (this.looking ??= this.look().finally(() => (this.looking = null)));
  }

  private async look(): Promise<void> {
    this.lookedMs = this.parts.elapsedMs();
    const { file } = this.parts;
    try {
      const { mtimeMs, size, ino } = await stat(file);
      const seen = `${mtimeMs} ${size} ${ino}`;
      if (seen === this.seen) return;
      this.seen = seen;
      const keys = readKeyFile(file);
      this.warned = '';
      if (keys === null || JSON.stringify(keys) === JSON.stringify(this.keys)) return;
      this.keys = keys;
      this.imported = new Map();
      this.changes += 1;
    } catch (error) {
      // What was read before still holds: a damaged file must not lock a whole hall out.
      this.warn(`The token keys are used as they were: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Once for each trouble, however often it is met. */
  private warn(text: string): void {
    if (text === this.warned) return;
    this.warned = text;
    this.parts.warn(text);
  }
}
