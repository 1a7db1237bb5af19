import { EVERYWHERE } from '../../../kernel/actor.js';
import type { Facts } from '../facts.js';
import { type FigureQuestion, scopeOf, type ScopeSource } from '../scope-of.js';
import type { Scope } from '../figures/scope.js';
import { findFlips, type Flips } from './flips.js';
import type { RuledModel } from './ruled-model.js';

/** One question, put to the figures as they are and to those under the rules, at the same position and instant. */
export interface Comparison {
  readonly actual: Scope;
  readonly ruled: Scope;
}

/** Tables of flips that are kept with a ruled model, for the next page. */
const TABLES_MAX = 8;

export interface Sides {
  readonly actual: ScopeSource;
  readonly ruled: RuledModel;
}

/** @param askedAtMs the instant open requests are judged at unless the question says otherwise: one for all its pages. */
export async function compareAt({ actual, ruled }: Sides, question: FigureQuestion, hotPotatoMs: number | null, askedAtMs: number): Promise<Comparison> {
  const { upTo } = ruled;
  const judgedMs = question.atMs ?? (question.asKnownAt === null ? askedAtMs : null);
  const first = await scopeOf(actual, { ...question, atMs: judgedMs }, askedAtMs);
  // What was recorded after the replay is not in it.
  const position = first.position > upTo ? upTo : first.position;
  const fixed: FigureQuestion = { ...question, asKnownAt: { position }, atMs: first.nowMs };
  const scope = position === first.position ? first : await scopeOf(actual, fixed, askedAtMs);
  // Whom the pseudonyms of a filter stand for, and what may be seen, was found on the one side: it is the same on the other.
  const found = question.pseudonymous || scope.sight !== undefined ? { ...fixed, filter: scope.filter, pseudonymous: false, within: EVERYWHERE } : fixed;
  return { actual: scope, ruled: await scopeOf(ruled, { ...found, hotPotatoMs: hotPotatoMs ?? question.hotPotatoMs }, askedAtMs) };
}

/** The flips of each question that was asked of a ruled model, made once. */
export class FlipTables {
  private readonly made = new Map<string, Promise<Flips>>();
  private count = 0;

  constructor(private readonly actual: Facts, private readonly ruled: RuledModel) {}

  of({ actual, ruled }: Comparison): Promise<Flips> {
    const { calendars: _calendars, pseudonyms: _pseudonyms, ...asked } = actual;
    const key = JSON.stringify(asked, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    const known = this.made.get(key);
    if (known !== undefined) {
      this.made.delete(key); // A map keeps the order of insertion: the first key is the longest unused.
      this.made.set(key, known);
      return known;
    }
    this.count += 1;
    const sides = { actual: { facts: this.actual, scope: actual }, ruled: { facts: this.ruled, scope: ruled } };
    const made = findFlips(sides, `flips_${this.count}`, `${this.ruled.file}.${this.count}.parquet`);
    this.made.set(key, made);
    made.catch(() => this.made.delete(key));
    this.dropOldest();
    return made;
  }

  private dropOldest(): void {
    const [oldest] = this.made;
    if (this.made.size <= TABLES_MAX || oldest === undefined) return;
    this.made.delete(oldest[0]);
    oldest[1].then((flips) => flips.drop()).catch(() => undefined);
  }
}
