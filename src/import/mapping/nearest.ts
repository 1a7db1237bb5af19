/** Fewest single-character edits that turn one word into the other; two neighbours changing places are one. */
export function editsBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) row.push(cheapest(rows, row, { a, b, i, j }));
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

function cheapest(rows: readonly number[][], row: readonly number[], at: { a: string; b: string; i: number; j: number }): number {
  const { a, b, i, j } = at;
  const cell = (x: number, y: number): number => (x === i ? row[y] : rows[x]?.[y]) ?? Infinity;
  const change = cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
  const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(i - 2, j - 2) + 1 : Infinity;
  return Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, change, swapped);
}

/** ` (did you mean "…"?)`, or nothing when no known word is near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const scored = [...known].map((candidate) => ({
    candidate,
    edits: editsBetween(word.toLowerCase().slice(0, 100), candidate.toLowerCase()),
  }));
  const [nearest] = scored.sort((x, y) => x.edits - y.edits);
  const near = nearest !== undefined && nearest.edits <= Math.max(1, Math.floor(nearest.candidate.length / 3));
  return near ? ` (did you mean "${nearest.candidate}"?)` : '';
}
