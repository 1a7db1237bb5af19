/** Applies `work` to every item, at most `widthMax` at a time; answers in the items' order. The first failure rejects. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  widthMax: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const rest = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(widthMax, items.length) }, worker));
  return results;
}
