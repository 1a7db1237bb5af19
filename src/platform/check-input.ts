import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fields: readonly FieldProblem[] };

/** Enough to mend a payload by, and a bound on the answer to a hostile one. */
const PROBLEMS_MAX = 20;
const MEMBERS_MAX = 64;

/** Reads `raw` as an instance of a class-validator class; null means absent, members the class does not know are refused. */
export function checkInput<T extends object>(type: new () => T, raw: Readonly<Record<string, unknown>>): Checked<T> {
  const members = Object.entries(raw).filter(([, value]) => value !== null && value !== undefined);
  if (members.length > MEMBERS_MAX) return { ok: false, fields: [{ field: '', message: `more than ${MEMBERS_MAX} members` }] };
  const value = plainToInstance(type, Object.fromEntries(members));
  const errors = validateSync(value, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, stopAtFirstError: true });
  if (errors.length === 0) return { ok: true, value };
  return { ok: false, fields: errors.flatMap((error) => flatten(error, '')).slice(0, PROBLEMS_MAX) };
}

function flatten(error: ValidationError, parent: string): readonly FieldProblem[] {
  const field = `${parent}${error.property}`.slice(0, 128);
  const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message: message.slice(0, 200) }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, `${field}.`))];
}
