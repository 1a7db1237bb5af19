import type { Shape } from './shape.js';

type Data = Readonly<Record<string, unknown>>;

/**
 * One step from a stored version of an event to the next: `RequestRated` to `RequestRatedV2`. Pure; it returns new data and
 * leaves the stored ones alone, because the audit hash is over what is stored.
 */
export interface Upcaster {
  readonly from: string;
  readonly to: string;
  /** Of the data stored under `from`. */
  readonly shape: Shape;
  readonly upcast: (data: Data) => Data;
}

export type UndecodableCode = 'UNREADABLE' | 'UNKNOWN_TYPE' | 'BAD_SHAPE';

/** A stored event that this version cannot read; the message never repeats a value of its data. */
export class UndecodableEvent extends Error {
  override readonly name = 'UndecodableEvent';
  constructor(
    readonly code: UndecodableCode,
    message: string,
  ) {
    super(message);
  }
}

export interface EventCodec<E> {
  /** Every type that may stand in a log: each needs a golden file. */
  readonly storedTypes: readonly string[];
  /**
   * The event in the shape the rules know today.
   * @param unreadable why the store could not read its payload, if so.
   * @throws UndecodableEvent when it cannot be read, is of an unknown type, or does not have its type's shape.
   */
  decode(type: string, data: object, unreadable?: string): E;
}

/**
 * Reads the events of one room. A type that was shipped never changes: its successor is a new type, `…V2`, and an upcaster
 * leads from the one to the other, so that everything but this file knows the latest only.
 * @throws Error when the upcasters are no chain of such steps that ends at a current type.
 */
export function eventCodec<E extends { readonly type: string; readonly data: object }>(
  room: string, shapes: Readonly<Record<E['type'], Shape>>, upcasters: readonly Upcaster[],
): EventCodec<E> {
  const current = new Map<string, Shape>(Object.entries<Shape>(shapes));
  const steps = new Map<string, Upcaster>(upcasters.map((step) => [step.from, step]));
  if (steps.size < upcasters.length) throw new Error(`Two upcasters of the ${room} events begin at the same type`);
  for (const step of upcasters) checkStep(step, current, steps);

  const decode = (type: string, data: object, unreadable?: string): E => {
    if (unreadable !== undefined) throw new UndecodableEvent('UNREADABLE', unreadable);
    let [name, told] = [type, data];
    for (let step = steps.get(name); step !== undefined; step = steps.get(name)) {
      checkShape(step.shape, name, told);
      [name, told] = [step.to, upcastWith(step, told as Data)];
    }
    const shape = current.get(name);
    if (shape === undefined) throw new UndecodableEvent('UNKNOWN_TYPE', `Unknown ${room} event type: ${JSON.stringify(type)}`);
    checkShape(shape, name, told);
    return { type: name, data: told } as E;
  };
  return { storedTypes: [...current.keys(), ...steps.keys()], decode };
}

function upcastWith({ from, to, upcast }: Upcaster, data: Data): Data {
  try {
    return upcast(data);
  } catch {
    throw new UndecodableEvent('BAD_SHAPE', `${from} could not be upcast to ${to}`);
  }
}

function checkShape(shape: Shape, type: string, data: unknown): void {
  const problem = shape(data);
  if (problem !== null) throw new UndecodableEvent('BAD_SHAPE', `${type}: data${problem} is not of the stored shape`);
}

/** `RequestRatedV3` is version 3 of `RequestRated`. */
export function versionOf(type: string): { readonly base: string; readonly version: number } {
  const [, base = type, suffix] = /^(.+?)V([2-9]|[1-9]\d+)$/.exec(type) ?? [];
  return { base, version: suffix === undefined ? 1 : Number(suffix) };
}

function checkStep({ from, to }: Upcaster, current: ReadonlyMap<string, Shape>, steps: ReadonlyMap<string, Upcaster>): void {
  const [before, after] = [versionOf(from), versionOf(to)];
  if (before.base !== after.base || after.version !== before.version + 1) throw new Error(`${from} to ${to} is not one version on`);
  if (current.has(from)) throw new Error(`${from} is current: it needs no upcaster`);
  if (!current.has(to) && !steps.has(to)) throw new Error(`${from} to ${to} leads to no current type`);
}
