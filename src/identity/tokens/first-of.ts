import type { Actor } from '../../kernel/actor.js';
import { Authenticator } from '../../platform/auth/authenticator.js';

/** Asks one authenticator after the other. Those that are made later, with the rooms they stand on, join later. */
export class FirstOf extends Authenticator {
  private readonly asked: Authenticator[];

  constructor(authenticators: readonly Authenticator[]) {
    super();
    this.asked = [...authenticators];
  }

  add(authenticator: Authenticator): void {
    this.asked.push(authenticator);
  }

  override async authenticate(authorization: string | undefined): Promise<Actor | null> {
    for (const one of this.asked) {
      const actor = await one.authenticate(authorization);
      if (actor !== null) return actor;
    }
    return null;
  }
}
