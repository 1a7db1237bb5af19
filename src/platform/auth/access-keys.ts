import { createHash, timingSafeEqual } from 'node:crypto';
import type { Actor, Role } from './role.js';

export interface AccessKey extends Actor {
  readonly role: Role;
  readonly secret: string;
}

const digest = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();

/** The keys this process knows. Only digests are kept, and every one is compared, so that time tells nothing. */
export class AccessKeys {
  private readonly known: readonly { readonly actor: Actor; readonly digest: Buffer }[];

  constructor(keys: readonly AccessKey[]) {
    this.known = keys.map(({ principal, role, secret }) => ({ actor: { principal, role }, digest: digest(secret) }));
  }

  /** The actor of an `Authorization: Bearer <secret>` header, or null. */
  authenticate(authorization: string | undefined): Actor | null {
    const secret = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization ?? '')?.[1];
    if (secret === undefined) return null;
    const claimed = digest(secret);
    let actor: Actor | null = null;
    for (const key of this.known) if (timingSafeEqual(key.digest, claimed)) actor = key.actor;
    return actor;
  }
}
