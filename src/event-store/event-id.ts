import { randomFillSync } from 'node:crypto';

/** Random words for many ids: asking the system for each one's alone takes longer than all the rest of an event. */
const words = new Uint32Array(4_096);
let wordsUsed = words.length;

function randomWord(): number {
  if (wordsUsed === words.length) {
    randomFillSync(words);
    wordsUsed = 0;
  }
  const word = words[wordsUsed] ?? 0;
  wordsUsed += 1;
  return word;
}

/** The id under way, digit by digit; what stands in it of the time is right until the next millisecond. */
const digits = Buffer.from('00000000-0000-7000-8000-000000000000', 'latin1');
const HEX = Buffer.from('0123456789abcdef', 'latin1');

/** The last bits of the value, at the places from `first` to `last`. */
function write(value: number, first: number, last: number): void {
  let rest = value;
  for (let place = last; place >= first; place -= 1) {
    digits[place] = HEX[rest & 0xf] ?? 0;
    rest >>>= 4;
  }
}

const COUNTER_MAX = 0xfff;
let lastMs = -Infinity;
let counter = 0;

/** Within one millisecond, and while the clock is set back, ids are counted; the count begins anywhere in its lower half. */
function nextPlaceInTime(): void {
  const nowMs = Date.now();
  counter += 1;
  if (nowMs <= lastMs && counter <= COUNTER_MAX) return;
  lastMs = Math.max(nowMs, lastMs + 1);
  counter = randomWord() >>> 21;
  write(Math.floor(lastMs / 0x1_0000), 0, 7);
  write(lastMs % 0x1_0000, 9, 12);
}

/**
 * A new id for an event about to be appended: a UUID of version 7 (RFC 9562), greater than all that this process made
 * before, which keeps the store's index compact. Written here and not by a library, which makes twenty texts of each.
 *
 * It is made once per append and kept through that append's retries, and is not derived from the command's own id: the
 * store answers "same ids at the same place" with success, which must mean that exactly these events are there. With an
 * id derived from source and id alone, the loser of a race would be told that its content was recorded when another's
 * was. A resent command is recognised by the source and id in the metadata instead.
 */
export function newEventId(): string {
  nextPlaceInTime();
  write(0x7000 | counter, 14, 17);
  const word = randomWord();
  write(0x8000 | (word >>> 18), 19, 22);
  write(word, 24, 27);
  write(randomWord(), 28, 35);
  return digits.toString('latin1');
}
