import type { SubmittedCommand } from './record-commands.js';

/** One append has a limit of 1 MiB; a slice's events stay below it. */
const SLICE_BYTES_MAX = 900_000;
/** An event without its text, generously: ids, metadata, hashes. */
const EVENT_BYTES = 2_500;
/** Three bytes a character at most, a third more as base64. */
const BYTES_A_CHARACTER = 4;

/** Cuts the commands of one call, in order, into runs that fit one append each. */
export function slicesOf(submitted: readonly SubmittedCommand[]): SubmittedCommand[][] {
  const slices: SubmittedCommand[][] = [];
  let bytes = Infinity;
  for (const one of submitted) {
    const size = sizeOf(one);
    bytes += size;
    if (bytes > SLICE_BYTES_MAX) {
      slices.push([]);
      bytes = size;
    }
    slices.at(-1)?.push(one);
  }
  return slices;
}

function sizeOf({ command: { data } }: SubmittedCommand): number {
  let characters = 0;
  for (const key in data) {
    const value: unknown = data[key as keyof typeof data];
    if (typeof value === 'string') characters += value.length;
  }
  return EVENT_BYTES + BYTES_A_CHARACTER * characters;
}
