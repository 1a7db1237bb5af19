import type { JsonObject } from '../../event-store/event-store.port.js';
import type { PublishedKey } from '../domain/signing-keys.js';
import type { Signed } from '../domain/signature.js';

/** Signs with the newest key of this installation. Abstract class, not interface: it is also the Nest injection token. */
export abstract class StatementSigner {
  /**
   * @param kind of statement, such as 'erasure-certificate': lower-case letters and hyphens. A signature of one kind is none of another.
   * @param statement plain JSON; `keyId` and `signature` are added to it.
   * @throws ProofRefused when the keys cannot be read or made; TypeError for what has no RFC 8785 form.
   */
  abstract sign<T extends JsonObject>(kind: string, statement: T): Promise<Signed<T>>;

  /** Every key there was, oldest first, without private parts. @throws ProofRefused */
  abstract keys(): Promise<readonly PublishedKey[]>;
}
