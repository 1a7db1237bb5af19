import canonicalize from 'canonicalize';

const DEPTH_MAX = 32;
const KEYS_KEPT_MAX = 2_000;
/** Keys repeat in every event, and quoting one takes longer than finding it. */
const quotedKeys = new Map<string, string>();
const SHAPE_KEYS_MAX = 40;
/** Of one number of keys. */
const SHAPES_KEPT_MAX = 16;
const shapesByLength = new Map<number, readonly { readonly written: readonly string[]; readonly sorted: readonly string[] }[]>();

/**
 * The RFC 8785 form: keys by UTF-16 code units, numbers and strings as ECMAScript writes them.
 * Plain values, which is what events hold, are written directly; all others go to the library, which is several times
 * slower for what every event passes through twice.
 * @throws for what has no such form: lone surrogates, NaN, infinities, cycles.
 */
export function canonicalForm(value: object): string {
  const form = plainForm(value, 0) ?? canonicalize(value);
  if (form === undefined) throw new TypeError('This value has no JSON form');
  return form;
}

/** Undefined: not plain. */
function plainForm(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return textForm(value);
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : undefined;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth === DEPTH_MAX) return undefined;
      return Array.isArray(value) ? listForm(value, depth + 1) : objectForm(value, depth + 1);
    default:
      return undefined;
  }
}

/** Printable ASCII but the quote and the backslash: nothing to escape, nothing ill formed. */
const UNESCAPED = /^[ !#-[\]-~]*$/;
const textForm = (text: string): string | undefined => {
  if (UNESCAPED.test(text)) return `"${text}"`;
  return text.isWellFormed() ? JSON.stringify(text) : undefined;
};

/** Of one string. @throws for half a surrogate pair. */
export function canonicalText(text: string): string {
  const form = textForm(text);
  if (form === undefined) throw new TypeError('This text has no JSON form');
  return form;
}

function listForm(list: readonly unknown[], depth: number): string | undefined {
  let form = '[';
  for (let index = 0; index < list.length; index += 1) {
    const part = plainForm(list[index], depth);
    if (part === undefined) return undefined;
    form += index === 0 ? part : `,${part}`;
  }
  return `${form}]`;
}

function objectForm(value: object, depth: number): string | undefined {
  if (Object.getPrototypeOf(value) !== Object.prototype || 'toJSON' in value) return undefined;
  const values = value as Readonly<Record<string, unknown>>;
  let form = '';
  for (const key of inOrder(Object.keys(value))) {
    if (values[key] === undefined) continue; // As JSON.stringify does.
    const part = plainForm(values[key], depth);
    if (part === undefined || !key.isWellFormed()) return undefined;
    form += `${form === '' ? '' : ','}${quoted(key)}:${part}`;
  }
  return `{${form}}`;
}

/** Events of a type have the same keys in the same order: finding them sorted is quicker than sorting them. */
function inOrder(keys: readonly string[]): readonly string[] {
  if (keys.length > SHAPE_KEYS_MAX) return keys.toSorted();
  const shapes = shapesByLength.get(keys.length) ?? [];
  const known = shapes.find(({ written }) => written.every((key, index) => key === keys[index]));
  if (known !== undefined) return known.sorted;
  const sorted = keys.toSorted();
  if (shapes.length < SHAPES_KEPT_MAX) shapesByLength.set(keys.length, [...shapes, { written: keys, sorted }]);
  return sorted;
}

function quoted(key: string): string {
  const known = quotedKeys.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (quotedKeys.size < KEYS_KEPT_MAX) quotedKeys.set(key, text);
  return text;
}
