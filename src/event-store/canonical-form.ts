import canonicalize from 'canonicalize';
import { jsonText } from './json-text.js';

const DEPTH_MAX = 32;
const SHAPE_KEYS_MAX = 40;
/** Of one number of keys. */
const SHAPES_KEPT_MAX = 16;
const shapesByLength = new Map<number, readonly Shape[]>();

interface Shape {
  readonly written: readonly string[];
  readonly sorted: readonly string[];
}

/**
 * The RFC 8785 form: keys by UTF-16 code units, numbers and strings as ECMAScript writes them.
 * Of plain values, which is what events hold, the engine's own writer makes it once their keys are in order; all others
 * go to the library, which is several times slower for what every event passes through twice.
 * @throws for what has no such form: lone surrogates, NaN, infinities, cycles.
 */
export function canonicalForm(value: object): string {
  const ordered = inOrder(value, 0);
  const form = ordered === undefined ? canonicalize(value) : JSON.stringify(ordered);
  if (form === undefined) throw new TypeError('This value has no JSON form');
  return form;
}

/** Of one string. @throws for half a surrogate pair. */
export function canonicalText(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('This text has no JSON form');
  return jsonText(text);
}

/** The value, or a copy of it, with the keys of every object in order; undefined: not plain. */
function inOrder(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? value : undefined;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      if (depth === DEPTH_MAX) return undefined;
      return Array.isArray(value) ? listInOrder(value, depth + 1) : objectInOrder(value as Readonly<Record<string, unknown>>, depth + 1);
    default:
      return undefined;
  }
}

function listInOrder(list: readonly unknown[], depth: number): readonly unknown[] | undefined {
  let ordered: unknown[] | null = null;
  for (let index = 0; index < list.length; index += 1) {
    const item = inOrder(list[index], depth);
    if (item === undefined) return undefined;
    if (ordered === null && item !== list[index]) ordered = list.slice(0, index);
    ordered?.push(item);
  }
  return ordered ?? list;
}

function objectInOrder(value: Readonly<Record<string, unknown>>, depth: number): object | undefined {
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const written = Object.keys(value);
  const keys = sortedKeys(written);
  if (keys === undefined) return undefined;
  // Those that were written in order, as most events' are, need no copy unless something inside them does.
  let ordered: Record<string, unknown> | null = keys === written ? null : {};
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    const field = value[key];
    if (field === undefined) continue; // As JSON.stringify does.
    const part = inOrder(field, depth);
    if (part === undefined) return undefined;
    if (ordered === null && part !== field) ordered = copyOfFirst(index, keys, value);
    if (ordered !== null) ordered[key] = part;
  }
  return ordered ?? value;
}

function copyOfFirst(count: number, keys: readonly string[], value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (let index = 0; index < count; index += 1) {
    const key = keys[index] ?? '';
    if (value[key] !== undefined) copy[key] = value[key];
  }
  return copy;
}

/**
 * Events of a type have the same keys in the same order: finding them sorted is quicker than sorting them. The very list
 * that was given when it is in order already; undefined when an object cannot hold them in order: it always has numbers
 * first, and '__proto__' is not a field.
 */
function sortedKeys(keys: readonly string[]): readonly string[] | undefined {
  const shapes = shapesByLength.get(keys.length) ?? [];
  for (const shape of shapes) if (isWritten(shape, keys)) return shape.sorted === shape.written ? keys : shape.sorted;
  if (keys.some((key) => !CAN_BE_ORDERED.test(key))) return undefined;
  const sorted = isSorted(keys) ? keys : keys.toSorted();
  if (keys.length <= SHAPE_KEYS_MAX && shapes.length < SHAPES_KEPT_MAX) shapesByLength.set(keys.length, [...shapes, { written: keys, sorted }]);
  return sorted;
}

const isSorted = (keys: readonly string[]): boolean => keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key);

const CAN_BE_ORDERED = /^(?!__proto__$)[a-z_$]\w*$/i;

function isWritten({ written }: Shape, keys: readonly string[]): boolean {
  for (let index = 0; index < keys.length; index += 1) if (keys[index] !== written[index]) return false;
  return true;
}
