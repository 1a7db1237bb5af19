import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { QuestionRefused } from '../read-model/figures/question-refused.js';

const PROBLEMS_MAX = 20;

/** Holds arguments against the decorators of their class. @throws QuestionRefused BAD_USER_INPUT that names what is wrong. */
export function checkArgs<T extends object>(type: new () => T, args: T): T {
  const errors = validateSync(plainToInstance(type, { ...args }), { stopAtFirstError: true, forbidUnknownValues: false });
  if (errors.length === 0) return args;
  const named = errors.flatMap((error) => problemsOf(error, '')).slice(0, PROBLEMS_MAX).join('; ');
  throw new QuestionRefused('BAD_USER_INPUT', `Mend the arguments: ${named}.`, '参数不符合要求。');
}

function problemsOf({ property, constraints, children }: ValidationError, parent: string): readonly string[] {
  const field = `${parent}${property}`.slice(0, 128);
  const own = Object.values(constraints ?? {}).map((message) => `${parent}${message}`.slice(0, 200));
  return [...own, ...(children ?? []).flatMap((child) => problemsOf(child, `${field}.`))];
}
