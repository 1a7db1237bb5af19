import 'reflect-metadata';
import { type DynamicModule, type ForwardReference, type Provider, type Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';

type ModuleLike = Type | DynamicModule | ForwardReference | Promise<DynamicModule>;
type Class = Type;

/** Every class that a tree of modules declares, read from what was written down; nothing is constructed. */
export async function classesOf(root: ModuleLike, seen = new Set<unknown>()): Promise<{ controllers: Class[]; providers: Class[] }> {
  const found = { controllers: [] as Class[], providers: [] as Class[] };
  const module = await root;
  if (seen.has(module)) return found;
  seen.add(module);
  const { type, given } = partsOf(module);
  const declared = <T>(key: keyof typeof MODULE_METADATA): T[] => (Reflect.getMetadata(MODULE_METADATA[key], type) as T[] | undefined) ?? [];
  found.controllers.push(...declared<Class>('CONTROLLERS'), ...(given.controllers ?? []));
  found.providers.push(...[...declared<Provider>('PROVIDERS'), ...(given.providers ?? [])].flatMap(classOf));
  for (const child of [...declared<ModuleLike>('IMPORTS'), ...(given.imports ?? [])]) {
    const below = await classesOf(child, seen);
    found.controllers.push(...below.controllers);
    found.providers.push(...below.providers);
  }
  return found;
}

function partsOf(module: Type | DynamicModule | ForwardReference): { readonly type: Type; readonly given: Partial<DynamicModule> } {
  if (typeof module === 'function') return { type: module, given: {} };
  if ('forwardRef' in module) return { type: (module as { forwardRef: () => Type }).forwardRef(), given: {} };
  return { type: module.module, given: module };
}

function classOf(provider: Provider): Class[] {
  if (typeof provider === 'function') return [provider as Class];
  return 'useClass' in provider ? [provider.useClass as Class] : [];
}
