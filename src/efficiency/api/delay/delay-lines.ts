import { compareGroups, groupValues, type Dimension, type GroupValues } from '../../read-model/figures/dimensions.js';
import { ACCOUNTABLE, LEDGER_CLASSES, OUTSIDE_WORK, type DelayLine as Counted } from '../../read-model/figures/delay/delays.js';
import { Duration } from '../duration.type.js';
import { namedGroup, type GroupNames } from '../grouped-question.js';
import type { DelayLine, DelayOrder } from './delay-ledger.type.js';

interface GroupLine {
  readonly values: GroupValues;
  readonly line: Counted;
}

/** The lines of an answer before they are sorted and named. */
export class DelayLines {
  readonly totalMs: bigint;
  readonly workingMs: bigint;

  constructor(
    private readonly counted: ReadonlyMap<string | null, readonly Counted[]>,
    private readonly dimensions: readonly Dimension[],
    private readonly names: GroupNames,
  ) {
    this.totalMs = sumOf(this.all);
    this.workingMs = sumOf(this.all.filter(({ ledgerClass }) => !OUTSIDE_WORK.has(ledgerClass)));
  }

  byClass(order: DelayOrder): DelayLine[] {
    return this.all.map((line) => ({ values: [], line })).sort(inOrder(order)).map((one) => this.named([], one));
  }

  lines(order: DelayOrder, wanted: (line: Counted) => boolean): readonly GroupLine[] {
    return [...this.counted].filter(([key]) => key !== null || this.dimensions.length === 0)
      .flatMap(([key, lines]) => lines.filter(wanted).map((line) => ({ values: groupValues(key ?? ''), line }))).sort(inOrder(order));
  }

  view(one: GroupLine): DelayLine {
    return this.named(this.dimensions, one);
  }

  private get all(): readonly Counted[] {
    return this.counted.get(null) ?? [];
  }

  private named(dimensions: readonly Dimension[], { values, line: { ledgerClass, ms, requests } }: GroupLine): DelayLine {
    const accountable = ACCOUNTABLE[ledgerClass];
    const place = dimensions.indexOf('DEPARTMENT');
    const answers = accountable === 'APPLICANT' || accountable === 'NOBODY' ? null : values[place] ?? null;
    return {
      group: namedGroup(dimensions, values, this.names), ledgerClass, accountable, accountableDepartmentId: answers, amount: new Duration(ms), requests,
      perRequest: new Duration(Number(ms) / requests), share: Number(ms) / Number(this.totalMs),
      workingShare: OUTSIDE_WORK.has(ledgerClass) ? null : Number(ms) / Number(this.workingMs),
    };
  }
}

const sumOf = (lines: readonly Counted[]): bigint => lines.reduce((sum, { ms }) => sum + ms, 0n);

const AMOUNT_OF: Readonly<Record<DelayOrder, (line: Counted) => number>> = {
  AMOUNT: ({ ms }) => Number(ms), PER_REQUEST: ({ ms, requests }) => Number(ms) / requests, REQUESTS: ({ requests }) => requests,
};

/** Most first; equal ones by group, then by the classes' precedence. */
const inOrder = (order: DelayOrder) => (a: GroupLine, b: GroupLine): number =>
  AMOUNT_OF[order](b.line) - AMOUNT_OF[order](a.line) || compareGroups(a.values, b.values)
  || LEDGER_CLASSES.indexOf(a.line.ledgerClass) - LEDGER_CLASSES.indexOf(b.line.ledgerClass);
