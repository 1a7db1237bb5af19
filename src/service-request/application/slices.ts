import type { SubmittedCommand } from './record-commands.js';

/** One append has a limit of 1 MiB; a slice's events stay below it. */
const SLICE_BYTES_MAX = 900_000;
/** An event without its text, generously: ids, metadata, hashes. */
const EVENT_BYTES = 2_500;
/** Three bytes a character at most, a third more as base64. */
const BYTES_A_CHARACTER = 4;

/** Cuts the commands of one call, in order, into runs that fit one append each: nearly always all of them into one. */
export function slicesOf(submitted: readonly SubmittedCommand[]): (readonly SubmittedCommand[])[] {
  const starts = laterStarts(submitted);
  if (starts.length === 0) return submitted.length === 0 ? [] : [submitted];
  return [0, ...starts].map((start, index) => submitted.slice(start, starts[index]));
}

/** Where a slice begins besides the first. */
function laterStarts(submitted: readonly SubmittedCommand[]): readonly number[] {
  const starts: number[] = [];
  let bytes = 0;
  submitted.forEach((one, index) => {
    const size = sizeOf(one);
    bytes += size;
    if (bytes <= SLICE_BYTES_MAX || index === 0) return;
    starts.push(index);
    bytes = size;
  });
  return starts;
}

function sizeOf({ command: { data } }: SubmittedCommand): number {
  let characters = 0;
  for (const key in data) {
    const value: unknown = data[key as keyof typeof data];
    if (typeof value === 'string') characters += value.length;
  }
  return EVENT_BYTES + BYTES_A_CHARACTER * characters;
}
