import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ACCESS, type Access } from '../roles.decorator.js';

export type Class = abstract new (...args: never[]) => unknown;

const RESOLVER_TYPE = 'graphql:resolver_type';
const RESOLVER_NAME = 'graphql:resolver_name';
const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** A way in: a route or a field of a root, and what its handler declares. */
export interface Door {
  /** `GET /path` or `Query.name`. */
  readonly name: string;
  /** Class and method, to find it by. */
  readonly handler: string;
  readonly access: Access | undefined;
}

const textsOf = (path: unknown): readonly string[] => (Array.isArray(path) ? path : [path]).map((one) => (typeof one === 'string' ? one : ''));
const joined = (...parts: readonly string[]): string => `/${parts.flatMap((part) => part.split('/')).filter((part) => part !== '').join('/')}`;

/** What a handler opens: none for a method that is no handler. @param name of the method. */
export function doorNames(type: Class, handler: object, name: string): readonly string[] {
  const root = Reflect.getMetadata(RESOLVER_TYPE, handler) as unknown;
  if (ROOTS.includes(String(root))) return [`${String(root)}.${(Reflect.getMetadata(RESOLVER_NAME, handler) as string | undefined) ?? name}`];
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
  if (method === undefined) return [];
  const [own, below] = [textsOf(Reflect.getMetadata(PATH_METADATA, type)), textsOf(Reflect.getMetadata(PATH_METADATA, handler))];
  return own.flatMap((prefix) => below.map((path) => `${RequestMethod[method]} ${joined(prefix, path)}`));
}

/** Every door that these classes open. */
export const doorsOf = (types: readonly Class[]): readonly Door[] => types.flatMap((type) =>
  Object.entries(Object.getOwnPropertyDescriptors(type.prototype as object)).flatMap(([method, { value }]: [string, PropertyDescriptor]) => {
    if (typeof value !== 'function') return [];
    const access = (Reflect.getMetadata(ACCESS, value as object) ?? Reflect.getMetadata(ACCESS, type)) as Access | undefined;
    return doorNames(type, value as object, method).map((name) => ({ name, handler: `${type.name}.${method}`, access }));
  }));
