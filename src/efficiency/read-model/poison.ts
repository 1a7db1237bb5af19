import { UndecodableEvent } from '../../kernel/event-codec.js';
import { ImpossibleHistory } from '../../service-request/domain/evolve.js';

/** Why an event was parked; BEHIND is an event that nothing is wrong with but the one before it. */
export const PARKED_CODES = ['UNREADABLE', 'UNKNOWN_TYPE', 'BAD_SHAPE', 'IMPOSSIBLE_HISTORY', 'FACTS_FAILED', 'BEHIND'] as const;
export type ParkedCode = (typeof PARKED_CODES)[number];

const REASON_CHARACTERS_MAX = 300;

/** An event that the projection cannot take, now or ever, until the program can: the same events give the same poison. */
export class Poison extends Error {
  override readonly name = 'Poison';
  constructor(
    readonly code: Exclude<ParkedCode, 'BEHIND'>,
    message: string,
  ) {
    super(withoutValues(message));
  }
}

/**
 * Runs what is a function of the events alone, so that whatever it throws is the events' doing.
 * @throws Poison instead.
 */
export function orPoison<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw poisonOf(error);
  }
}

function poisonOf(error: unknown): Poison {
  if (error instanceof Poison) return error;
  if (error instanceof UndecodableEvent) return new Poison(error.code, error.message);
  if (error instanceof ImpossibleHistory) return new Poison('IMPOSSIBLE_HISTORY', error.message);
  return new Poison('FACTS_FAILED', error instanceof Error ? error.message : 'unknown');
}

/** Parsers quote what they stumble over, and that may be anybody's name: whatever stands in quotation marks is left out. */
const withoutValues = (message: string): string =>
  message.replace(/(["'`])(?:(?!\1).)*(?:\1|$)/gs, '$1…$1').replace(/[\p{Cc}]+/gu, ' ').slice(0, REASON_CHARACTERS_MAX);
