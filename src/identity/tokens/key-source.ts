import type { CryptoKey, JWSHeaderParameters } from 'jose';

/** Nobody signs with this key, as far as is known here. */
export class UnknownSigningKey extends Error {
  override readonly name = 'UnknownSigningKey';
}

/** Whose signatures are taken, and the keys that check them. */
export abstract class KeySource {
  abstract readonly issuer: string;
  abstract readonly algorithms: readonly string[];
  /** Looks whether the keys have changed, seldom enough to be asked on every request. The number rises when they have. */
  abstract generation(): Promise<number>;
  /**
   * @param header of a token nobody has vouched for yet: nothing but `kid` and `alg` may be looked at.
   * @throws UnknownSigningKey; IdentityUnavailable when no key could be had so far.
   */
  abstract keyFor(header: JWSHeaderParameters): Promise<CryptoKey>;
}
