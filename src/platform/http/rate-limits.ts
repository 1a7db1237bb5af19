import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../../kernel/actor.js';
import type { RateSettings } from './door-settings.js';
import { ProblemError } from './problem.js';

/** Counted at a time, of each kind; whoever has not asked for the longest time is forgotten first. */
const COUNTED_MAX = 10_000;
const WINDOW_MS = 60_000;

type Budget = keyof RateSettings;
/** As much of a request as is needed to tell whose it is. */
export interface Asking {
  readonly ip: string;
  readonly actor?: Actor | null;
}
type Count = (request: FastifyRequest) => Promise<{ readonly isAllowed: boolean; readonly isExceeded?: boolean; readonly ttlInSeconds?: number }>;

/** How much one credential may ask, and one address without any. In memory: every replica counts for itself. */
export class RateLimits {
  private readonly counts = new Map<string, Count>();

  constructor(
    private readonly server: FastifyInstance,
    private readonly rates: RateSettings,
  ) {
    void server.register(rateLimit, { global: false, cache: COUNTED_MAX });
  }

  /** @throws ProblemError of status 429 when the budget of the minute is spent. */
  async spend(request: Asking & { readonly url: string }, actor: Actor | null): Promise<void> {
    const budget = budgetOf(request.url);
    if (budget === null) return;
    // Without a credential nothing is answered but what is open to everybody.
    if (actor === null) await this.count('others', 'address', request);
    else await this.count(budget, 'principal', { ip: request.ip, actor });
  }

  /** A credential that is none: whoever tries many is told to wait, and others of the same address are not. */
  async failed(asking: Asking): Promise<void> {
    await this.count('failures', 'address', asking);
  }

  private async count(budget: Budget, by: 'address' | 'principal', asking: Asking): Promise<void> {
    const max = this.rates[budget];
    if (max === 0) return;
    const key = `${budget} ${by}`;
    const count = this.counts.get(key) ?? this.counter(max, by);
    this.counts.set(key, count);
    const { isAllowed, isExceeded, ttlInSeconds } = await count({ routeOptions: {}, ip: asking.ip, asking } as unknown as FastifyRequest);
    if (!isAllowed && isExceeded === true) throw tooMany(max, ttlInSeconds ?? WINDOW_MS / 1000);
  }

  /** An address is counted as the library counts it: IPv6 by its network. */
  private counter(max: number, by: 'address' | 'principal'): Count {
    return this.server.createRateLimit({ max, timeWindow: WINDOW_MS, ...(by === 'principal' && { keyGenerator: principalOf }) });
  }
}

/** People are the same in every hall; the id of a terminal is its hall's alone. */
function principalOf(counted: FastifyRequest): string {
  const { actor } = (counted as unknown as { readonly asking: Asking }).asking;
  return JSON.stringify([actor?.role, actor?.principal, actor?.role === 'terminal' ? [actor.scope.halls].flat().toSorted() : null]);
}

/** Health is asked by machines that would take a refusal for a fault. */
function budgetOf(url: string): Budget | null {
  const path = url.split('?', 1)[0] ?? '';
  if (path.startsWith('/health/')) return null;
  if (path === '/events') return 'events';
  if (path === '/graphql') return 'graphql';
  return path.startsWith('/exports/') ? 'exports' : 'others';
}

function tooMany(max: number, waitS: number): ProblemError {
  const seconds = Math.max(1, waitS);
  return new ProblemError(429, 'rate-limited', `More than ${max} requests in a minute: send the same again, unchanged, in ${seconds} s.`,
    { retryable: true, messageZh: `一分钟内的请求超过 ${max} 次：请在 ${seconds} 秒后原样重发。` }, { 'retry-after': String(seconds) });
}
