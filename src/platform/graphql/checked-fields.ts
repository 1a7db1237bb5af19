import { applyDecorators } from '@nestjs/common';
import { Field, type ReturnTypeFunc } from '@nestjs/graphql';
import { IsIn, IsOptional, ValidateBy, type ValidationArguments } from 'class-validator';
import { parseInstant } from '../rfc3339.js';
import { InstantScalar } from './scalars.js';

/** One decorator a field: what GraphQL says of it and what a payload is checked for stand in one place. */
export interface FieldOptions {
  readonly description: string;
  readonly optional?: boolean;
}

export function checkedField(type: ReturnTypeFunc, { description, optional = false }: FieldOptions, ...checks: PropertyDecorator[]): PropertyDecorator {
  return applyDecorators(Field(type, { description, nullable: optional }), ...(optional ? [IsOptional()] : []), ...checks);
}

/** A string that passes `test`; `what` completes "<field> must be …". */
export function checkedText(options: FieldOptions, what: string, test: (text: string) => boolean, type: ReturnTypeFunc = () => String): PropertyDecorator {
  const defaultMessage = (args?: ValidationArguments): string => `${args?.property ?? 'it'} must be ${what}`;
  const validate = (value: unknown): boolean => typeof value === 'string' && test(value);
  return checkedField(type, options, ValidateBy({ name: 'text', validator: { validate, defaultMessage } }));
}

export const InstantField = (options: FieldOptions) =>
  checkedText(options, 'an RFC 3339 date and time with a zone', (text) => parseInstant(text) !== null, () => InstantScalar);

/** Free text may hold line breaks and tabs; other control characters and broken Unicode are refused. */
export const TextField = ({ charsMax, ...options }: FieldOptions & { readonly charsMax: number }) =>
  checkedText(options, `1 to ${charsMax} characters without control characters`, (text) => isText(text, charsMax));

const CONTROL = /[\p{Cs}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/u;
const isText = (text: string, charsMax: number): boolean => text.length > 0 && text.length <= charsMax && !CONTROL.test(text);

/** One word of a closed list that GraphQL knows as an enum. */
export const WordField = (words: Readonly<Record<string, string>>, options: FieldOptions) =>
  checkedField(() => words, options, IsIn(Object.values(words), { message: `$property must be one of ${Object.values(words).join(', ')}` }));
