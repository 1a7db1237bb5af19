import { toIso, toMs } from './instant.js';

/** Names the first place where a value does not have the shape: '' is the value itself, '.limit.amount' lies in it; null when it fits. */
export type Shape = (value: unknown) => string | null;
/** A shape for every field of T, so that a field added to T does not compile without one. */
export type FieldShapes<T> = { readonly [K in keyof Required<T>]: Shape };

const fitting = (fits: (value: unknown) => boolean): Shape => (value) => (fits(value) ? null : '');

export const text = fitting((value) => typeof value === 'string');
export const number = fitting((value) => Number.isFinite(value));
export const whole = fitting((value) => Number.isSafeInteger(value));
/** Exactly as it is written: a local time, or an instant with another precision, would be read as another instant or as none. */
export const instant = fitting((value) => {
  if (typeof value !== 'string' || value.length !== 24) return false;
  const ms = toMs(value);
  return Number.isFinite(ms) && toIso(ms) === value;
});

export const oneOf = (...values: readonly unknown[]): Shape => fitting((value) => values.includes(value));
export const orNull = (shape: Shape): Shape => (value) => (value === null ? null : shape(value));
export const optional = (shape: Shape): Shape => (value) => (value === undefined ? null : shape(value));

export const listOf = (shape: Shape): Shape => (value) => {
  if (!Array.isArray(value)) return '';
  for (let index = 0; index < value.length; index += 1) {
    const problem = shape(value[index]);
    if (problem !== null) return `[${index}]${problem}`;
  }
  return null;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with any keys; they are data and are not repeated in the answer. */
export const recordOf = (shape: Shape): Shape => (value) => {
  if (!isObject(value)) return '';
  for (const member of Object.values(value)) {
    const problem = shape(member);
    if (problem !== null) return `.*${problem}`;
  }
  return null;
};

/** An object with at least these fields: what else it carries is a later program's business. */
export function fields<T>(shapes: FieldShapes<T>): Shape {
  const expected = Object.entries<Shape>(shapes);
  return (value) => {
    if (!isObject(value)) return '';
    for (const [name, shape] of expected) {
      const problem = shape(value[name]);
      if (problem !== null) return `.${name}${problem}`;
    }
    return null;
  };
}
