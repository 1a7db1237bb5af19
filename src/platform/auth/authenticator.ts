import type { Actor } from '../../kernel/actor.js';

/** Tells who a request comes from. Abstract class, because it is also the Nest injection token. */
export abstract class Authenticator {
  /**
   * The actor of an `Authorization` header, or null: every reason looks the same from outside.
   * @throws IdentityUnavailable when nobody can be told now, e.g. because the identity provider was never reached.
   */
  abstract authenticate(authorization: string | undefined): Promise<Actor | null>;
}

/** Nobody can be told now: the same may be asked again. */
export class IdentityUnavailable extends Error {
  override readonly name = 'IdentityUnavailable';
}

/** Where no server listens, e.g. to print the schema: everybody is a stranger. */
export class NobodyKnown extends Authenticator {
  override async authenticate(): Promise<null> {
    return null;
  }
}
