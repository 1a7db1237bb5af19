import fc from 'fast-check';
import { factsOf } from '../../../src/efficiency/projections/facts-of.js';
import { Story } from '../../support/projected-story.js';

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 2, 9);
const DEPARTMENTS = ['A', 'B', 'C'] as const;
const KINDS = ['pass', 'pass', 'accept', 'refuse', 'recall', 'suspend', 'resume', 'complete', 'reopen', 'progress', 'assign'] as const;
interface Act {
  readonly kind: (typeof KINDS)[number];
  readonly gap: number;
  readonly to: number;
}

/** Plays acts that are allowed when they come; others are left out. */
class Player {
  readonly story = new Story({ promisedLimit: { unit: 'WORKING_DAY', amount: 3 } }).received(new Date(START).toISOString(), 'A');
  private at = START;
  private holder = 'A';
  private sender: string | null = null;
  private suspended = false;
  private completed = false;

  play({ kind, gap, to }: Act): void {
    this.at += gap * MINUTE;
    const when = new Date(this.at).toISOString();
    if (kind === 'progress' || kind === 'assign') this.annotate(kind, when, `o${to}`);
    else if (this.completed) this.afterwards(kind, when);
    else this.whileOpen(kind, when, to);
  }

  private afterwards(kind: Act['kind'], when: string): void {
    if (kind !== 'reopen') return;
    this.story.then('RequestReopened', when, this.holder);
    this.completed = false;
  }

  private whileOpen(kind: Act['kind'], when: string, to: number): void {
    const { story, holder, sender } = this;
    const target = DEPARTMENTS[to % 3]!;
    if (kind === 'resume' && this.suspended) this.suspended = this.act(() => story.then('RequestResumed', when, holder));
    else if (kind === 'pass' && target !== holder) this.move(target, holder, story.transferred(when, holder, target));
    else if (sender !== null) this.answer(kind, when, sender);
    else this.whileHeld(kind, when, to);
  }

  private annotate(kind: 'progress' | 'assign', when: string, officerId: string): void {
    if (kind === 'progress') this.act(() => this.story.then('ProgressRecorded', when, this.holder, { step: 'X', officerId }));
    else this.act(() => this.story.then('OfficerAssigned', when, this.holder, { assignedOfficerId: officerId }));
  }

  private answer(kind: Act['kind'], when: string, sender: string): void {
    if (kind === 'accept') this.act(() => this.story.then('TransferAccepted', when, this.holder));
    if (kind === 'refuse') this.move(sender, null, this.story.then('TransferRefused', when, this.holder));
    if (kind === 'recall') this.move(sender, null, this.story.then('TransferRecalled', when, sender));
  }

  private whileHeld(kind: Act['kind'], when: string, to: number): void {
    if (this.suspended) return;
    if (kind === 'suspend') this.suspended = this.story.then('RequestSuspended', when, this.holder, { cause: to % 2 === 0 ? 'APPLICANT' : 'STATUTORY' }) !== null;
    if (kind === 'complete') this.completed = this.story.completed(when, this.holder) !== null;
  }

  private move(holder: string, sender: string | null, _story: Story): void {
    [this.holder, this.sender] = [holder, sender];
  }

  /** What the receiver does settles its pending transfer. Answers false. */
  private act(tell: () => Story): false {
    tell();
    this.sender = null;
    return false;
  }
}

function play(acts: readonly Act[]): Story {
  const player = new Player();
  for (const act of acts) player.play(act);
  return player.story;
}

const actsArbitrary = fc.array(fc.record({ kind: fc.constantFrom(...KINDS), gap: fc.integer({ min: 0, max: 3000 }), to: fc.nat(5) }), { maxLength: 30 });

describe('whatever happens to a request', () => {
  it('its segments tile the time from the receipt to the last known change, and each closure adds up to the millisecond', () => {
    fc.assert(fc.property(actsArbitrary, (acts) => {
      const { facts } = play(acts);
      const starts = facts.segments.map(({ fromMs }) => fromMs);
      const ends = facts.segments.map(({ untilMs }) => untilMs);
      expect([...starts, facts.tails[0]!.sinceMs]).toEqual([START, ...ends]);
      expect(facts.segments.every(({ fromMs, untilMs }) => untilMs! > fromMs!)).toBe(true);
      for (const closure of facts.closures) {
        const classes = closure.holdingMs! + closure.handoverMs! + closure.applicantMs! + closure.statutoryMs! + closure.offHoursMs! + closure.closedMs!;
        expect(classes).toBe(closure.atMs! - START);
        expect(closure.leadMs).toBe(closure.atMs! - START - closure.closedMs!);
      }
    }), { numRuns: 60, verbose: 1 });
  });

  it('holdings add up to the HOLDING and HANDOVER of the last closure, and what was appended less what was retracted is what is true', () => {
    fc.assert(fc.property(actsArbitrary, (acts) => {
      const story = play(acts);
      const { facts, history } = story.request!;
      const last = facts.closures.at(-1);
      const held = facts.holdings.filter((_, index) => history.stays[index]!.era < facts.closures.length).reduce((sum, { holdingMs }) => sum + holdingMs!, 0);
      if (last !== undefined) expect(held).toBe(last.processingMs);
      expect(facts).toEqual(factsOf(history, story.calendars, story.position));
      const live = new Map<string, object>();
      for (const { appended, retracted } of story.steps) {
        for (const { kind, key, factPosition } of retracted) if (!live.delete(`${kind} ${key} ${factPosition}`)) throw new Error(`${kind} ${key} was not there`);
        for (const { kind, key, position, row } of appended) live.set(`${kind} ${key} ${position}`, row);
      }
      const tails = [...live.keys()].filter((name) => name.startsWith('tails')).slice(0, -1);
      for (const tail of tails) live.delete(tail);
      expect(live.size).toBe(Object.values(facts).flat().length);
    }), { numRuns: 60, verbose: 1 });
  });
});
