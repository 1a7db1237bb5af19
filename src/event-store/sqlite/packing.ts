import type { AppendGroup, AppendGroupOutcome, AppendOutcome, PackedGroup, PackedOutcome } from './protocol.js';

export function packGroup(group: AppendGroup): PackedGroup {
  const texts: string[] = [];
  const lengths = new Int32Array(group.length);
  const expected = new BigInt64Array(group.length);
  group.forEach((call, index) => {
    lengths[index] = call.texts.length;
    expected[index] = call.expected;
    for (const text of call.texts) texts.push(text);
  });
  return { streams: group.map(({ stream }) => stream), expected, previousHashes: group.map(({ previousHash }) => previousHash), lengths, texts };
}

export function unpackOutcome({ conflicts, revisions, counts, positions }: PackedOutcome): AppendGroupOutcome {
  const outcomes: AppendOutcome[] = [];
  let at = 0;
  counts.forEach((count, index) => {
    const own: bigint[] = [];
    for (const end = at + count; at < end; at += 1) own.push(positions[at] ?? -1n);
    outcomes.push({ conflict: conflicts[index] === 1, revision: revisions[index] ?? -1n, positions: own });
  });
  return outcomes;
}
