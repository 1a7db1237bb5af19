import type { Actor } from '../../../kernel/actor.js';
import type { Clock } from '../../../kernel/clock.js';
import type { Authenticator } from '../../auth/authenticator.js';
import type { RateLimits } from '../../http/rate-limits.js';
import type { Caller } from './socket-context.js';

/** One credential must not take every place there is. */
const SOCKETS_PER_PRINCIPAL_MAX = 50;
const TIMER_MS_MAX = 2 ** 31 - 1;

export const CLOSE_UNAUTHENTICATED = 4401;
const CLOSE_TOO_MANY = 4429;
const CLOSE_UNKNOWN = 1013;
const NO_TOKEN = 'A valid access token is needed: connection_init takes {"Authorization":"Bearer <token>"}';

/** Who is at the other end of each socket, and for how long that holds. */
export class Sessions {
  private readonly open = new Map<string, number>();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly limits: RateLimits,
    private readonly clock: Clock,
    /** How often it is asked whether a token still is one: it may have been revoked. */
    private readonly everyMs: number,
  ) {}

  /** False when it was closed, which says why. */
  async begin(caller: Caller, claimed: string | undefined): Promise<boolean> {
    let gone = false;
    caller.onEnd(() => { gone = true; });
    const actor = await this.authenticator.authenticate(claimed).catch(() => 'unknown' as const);
    if (gone) return false;
    if (actor === 'unknown') return refuse(caller, CLOSE_UNKNOWN, 'Tokens cannot be checked now. Connect again in a moment.');
    if (actor === null) return this.fail(caller);
    const count = this.open.get(keyOf(actor)) ?? 0;
    if (count >= SOCKETS_PER_PRINCIPAL_MAX) return refuse(caller, CLOSE_TOO_MANY, `One credential has up to ${SOCKETS_PER_PRINCIPAL_MAX} connections: close one of them first.`);
    this.open.set(keyOf(actor), count + 1);
    caller.actor = actor;
    const stopWatching = this.watch(caller, actor, claimed);
    caller.onEnd(() => {
      stopWatching();
      this.leave(actor);
    });
    return true;
  }

  private async fail(caller: Caller): Promise<false> {
    try {
      await this.limits.failed(caller);
    } catch {
      return refuse(caller, CLOSE_TOO_MANY, 'Too many tokens that are none came from this address. Connect again in a minute.');
    }
    return refuse(caller, CLOSE_UNAUTHENTICATED, NO_TOKEN);
  }

  /** Until its token expires, is revoked, or means somebody else. Returns what ends the watch. */
  private watch(caller: Caller, actor: Actor, claimed: string | undefined): () => void {
    const expire = (): unknown => refuse(caller, CLOSE_UNAUTHENTICATED, 'The access token has expired: connect again with a new one.');
    const leftMs = (actor.expiresAtMs ?? Number.POSITIVE_INFINITY) - this.clock.nowMs();
    const expiring = leftMs > TIMER_MS_MAX ? undefined : setTimeout(expire, Math.max(0, leftMs)).unref();
    const asking = setInterval(() => void this.ask(caller, actor, claimed), this.everyMs).unref();
    return () => {
      clearTimeout(expiring);
      clearInterval(asking);
    };
  }

  private async ask(caller: Caller, actor: Actor, claimed: string | undefined): Promise<void> {
    const now = await this.authenticator.authenticate(claimed).catch(() => 'unknown' as const);
    if (now === 'unknown') refuse(caller, CLOSE_UNKNOWN, 'Tokens cannot be checked now. Connect again in a moment.');
    else if (JSON.stringify(now) !== JSON.stringify(actor)) refuse(caller, CLOSE_UNAUTHENTICATED, 'The access token is not what it was: connect again.');
  }

  private leave(actor: Actor): void {
    const left = (this.open.get(keyOf(actor)) ?? 1) - 1;
    if (left > 0) this.open.set(keyOf(actor), left);
    else this.open.delete(keyOf(actor));
  }
}

const keyOf = ({ role, principal }: Actor): string => JSON.stringify([role, principal]);

function refuse({ socket }: Caller, code: number, why: string): false {
  socket.close(code, why);
  return false;
}
