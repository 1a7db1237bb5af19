import { accept, type Decider, reject } from '../../kernel/decider.js';
import { assertNever } from '../../kernel/assert-never.js';
import { type EpochMs, toIso } from '../../kernel/instant.js';
import type { HeldData, LeaseEvent } from './lease-events.js';

export interface LeaseState {
  /** Null before the first acquisition and after a release. */
  readonly holder: string | null;
  /** Of the latest acquisition; 0 before the first. */
  readonly token: number;
  readonly ttlMs: number;
}

export type LeaseCommand =
  | { readonly type: 'AcquireLease'; readonly holder: string; readonly ttlMs: number }
  | { readonly type: 'RenewLease'; readonly holder: string; readonly token: number; readonly ttlMs: number }
  | { readonly type: 'ReleaseLease'; readonly holder: string; readonly token: number };

export type LeaseRefusal =
  | { readonly code: 'HELD'; readonly holder: string; readonly token: number; readonly waitMs: number }
  | { readonly code: 'LOST'; readonly token: number };

export interface LeaseContext {
  /** Wall clock, for `until` only. */
  readonly nowMs: EpochMs;
  /** How long ago the caller saw the lease's last event, by its own clock that only runs forward. */
  readonly quietMs: number;
}

/**
 * Who may act. The clocks of two machines are never compared: a holder that is silent is given its whole ttl, counted by
 * the one who waits from the moment it saw the last sign of life. Who acquires gets a token higher than any before.
 */
export const lease: Decider<LeaseState, LeaseCommand, LeaseEvent, LeaseRefusal, LeaseContext> = {
  initialState: { holder: null, token: 0, ttlMs: 0 },

  decide(command, state, context) {
    switch (command.type) {
      case 'AcquireLease': {
        // To a holder that lost count of itself its own lease is another's, without the wait: the new token shuts out the old.
        const waitMs = state.holder === null || state.holder === command.holder ? 0 : state.ttlMs - context.quietMs;
        if (state.holder !== null && waitMs > 0) return reject({ code: 'HELD', holder: state.holder, token: state.token, waitMs });
        return accept({ type: 'LeaseAcquired', data: held(command.holder, state.token + 1, command.ttlMs, context) });
      }
      case 'RenewLease':
        if (!holds(state, command)) return reject({ code: 'LOST', token: command.token });
        return accept({ type: 'LeaseRenewed', data: held(command.holder, command.token, command.ttlMs, context) });
      case 'ReleaseLease':
        if (!holds(state, command)) return reject({ code: 'LOST', token: command.token });
        return accept({ type: 'LeaseReleased', data: { holder: command.holder, token: command.token } });
      default:
        return assertNever(command);
    }
  },

  evolve(_state, event) {
    const { token } = event.data;
    if (event.type === 'LeaseReleased') return { holder: null, token, ttlMs: 0 };
    return { holder: event.data.holder, token, ttlMs: event.data.ttlMs };
  },
};

export const holds = (state: LeaseState, { holder, token }: { readonly holder: string; readonly token: number }): boolean =>
  state.holder === holder && state.token === token;

const held = (holder: string, token: number, ttlMs: number, { nowMs }: LeaseContext): HeldData => ({ holder, token, ttlMs, until: toIso(nowMs + ttlMs) });
