/** Index of the first element that is > `value`; the length when there is none. The list ascends. */
export function firstAbove(list: Float64Array, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(list, middle) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the first element that is >= `value`; whole numbers only. */
export const firstAtLeast = (list: Float64Array, value: number): number => firstAbove(list, value - 1);

/** An element that the caller knows is there. */
export function at(list: Float64Array | Int32Array, index: number): number {
  const value = list[index];
  if (value === undefined) throw new RangeError(`No element ${index} among ${list.length}`);
  return value;
}
