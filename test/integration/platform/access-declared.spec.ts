import { NobodyKnown } from '../../../src/platform/auth/authenticator.js';
import type { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { AppModule } from '../../../src/app.module.js';
import { ACCESS } from '../../../src/platform/auth/roles.decorator.js';
import { readConfig } from '../../../src/platform/config.js';
import { AllowedMethods } from '../../../src/platform/http/allowed-methods.js';
import { Lifecycle } from '../../../src/platform/lifecycle.js';
import { classesOf } from '../../../src/platform/module-tree.js';

type Class = abstract new (...args: never[]) => unknown;
const RESOLVER_TYPE = 'graphql:resolver_type';

/** Handlers of a class by the metadata that marks them: routes, or the root fields of GraphQL. */
function handlersOf(type: Class, isHandler: (method: object) => boolean): string[] {
  const methods = Object.getOwnPropertyDescriptors(type.prototype as object);
  return Object.entries(methods).flatMap(([name, { value }]) => (typeof value === 'function' && isHandler(value) ? [name] : []));
}
const isRoute = (method: object): boolean => (Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined) !== undefined;
const isRootField = (method: object): boolean => ['Query', 'Mutation', 'Subscription'].includes(String(Reflect.getMetadata(RESOLVER_TYPE, method)));

function undeclared(type: Class, isHandler: (method: object) => boolean): string[] {
  const prototype = type.prototype as Record<string, object>;
  const declared = (name: string) => Reflect.getMetadata(ACCESS, prototype[name] ?? {}) ?? Reflect.getMetadata(ACCESS, type);
  return handlersOf(type, isHandler).filter((name) => declared(name) === undefined).map((name) => `${type.name}.${name}`);
}

describe('Access', () => {
  const parts = { config: readConfig({ NODE_ENV: 'test', CATALOGUE: '' }), allowed: new AllowedMethods(), lifecycle: new Lifecycle() };
  const classes = () => classesOf(AppModule.forRoot({ ...parts, authenticator: new NobodyKnown(), writeSide: { store: 'in-memory' } }));

  it('is declared by every route, query and mutation', async () => {
    const { controllers, providers } = await classes();
    expect(controllers.flatMap((type) => undeclared(type, isRoute))).toEqual([]);
    expect(providers.flatMap((type) => undeclared(type, isRootField))).toEqual([]);
  });

  it('is looked for where the handlers are', async () => {
    const { controllers, providers } = await classes();
    expect(controllers.flatMap((type) => handlersOf(type, isRoute))).toEqual(expect.arrayContaining(['post', 'live', 'ready', 'page', 'asset', 'scrape']));
    const fields = providers.flatMap((type) => handlersOf(type, isRootField));
    expect(fields).toEqual(expect.arrayContaining(['viewer', 'receiveRequest', 'voidRequest', 'putCalendar']));
  });
});
