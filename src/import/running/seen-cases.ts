import { ImportError } from '../import-error.js';

const START_SLOTS = 1 << 12;
const CASES_MAX = 20_000_000;

/**
 * Which case ids this run has met, at 8 to 16 bytes a case. It holds hashes: rarely it says yes to an id it has not met,
 * never no to one it has.
 */
export class SeenCases {
  private slots = new Float64Array(START_SLOTS);
  private count = 0;

  /** True when the id was met before (or looks so). */
  meet(caseId: string): boolean {
    if (this.count * 2 >= this.slots.length) this.grow();
    const hash = hashOf(caseId);
    const slot = this.slotOf(hash);
    if (this.slots[slot] === hash) return true;
    this.slots[slot] = hash;
    this.count += 1;
    if (this.count > CASES_MAX) throw new ImportError('TOO_MANY_CASES', `the file has more than ${CASES_MAX} cases; import it in parts`);
    return false;
  }

  private slotOf(hash: number): number {
    // There is a power of two of them, so this is the remainder, without a division.
    const last = this.slots.length - 1;
    let slot = hash & last;
    while (this.slots[slot] !== 0 && this.slots[slot] !== hash) slot = (slot + 1) & last;
    return slot;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Float64Array(old.length * 2);
    for (const hash of old) if (hash !== 0) this.slots[this.slotOf(hash)] = hash;
  }
}

/** 53 bits of two FNV-1a passes, never 0. */
function hashOf(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + index), 0x85ebca6b);
  }
  return ((high >>> 0) % 0x200000) * 0x1_0000_0000 + (low >>> 0) || 1;
}
