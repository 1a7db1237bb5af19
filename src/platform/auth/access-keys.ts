import { createHash, timingSafeEqual } from 'node:crypto';
import { type Actor, EVERYWHERE } from '../../kernel/actor.js';
import { Authenticator } from './authenticator.js';

export interface AccessKey extends Pick<Actor, 'principal' | 'role'> {
  readonly secret: string;
}

const digest = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();

/** The keys this process knows. Only digests are kept, and every one is compared, so that time tells nothing. */
export class AccessKeys extends Authenticator {
  private readonly known: readonly { readonly actor: Actor; readonly digest: Buffer }[];

  constructor(keys: readonly AccessKey[]) {
    super();
    this.known = keys.map(({ principal, role, secret }) => ({ actor: { principal, role, scope: EVERYWHERE }, digest: digest(secret) }));
  }

  /** The actor of an `Authorization: Bearer <secret>` header, or null. */
  override async authenticate(authorization: string | undefined): Promise<Actor | null> {
    const secret = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization ?? '')?.[1];
    if (secret === undefined) return null;
    const claimed = digest(secret);
    let actor: Actor | null = null;
    for (const key of this.known) if (timingSafeEqual(key.digest, claimed)) actor = key.actor;
    return actor;
  }
}
