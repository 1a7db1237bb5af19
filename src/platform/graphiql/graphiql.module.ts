import { type DynamicModule, Module } from '@nestjs/common';
import { findGraphiqlAssets } from './graphiql-assets.js';
import { GRAPHIQL_ASSETS, GraphiqlController } from './graphiql.controller.js';

@Module({})
export class GraphiqlModule {
  /** Empty where the packages are not installed: then there is no such address. */
  static forRoot(): DynamicModule {
    const assets = findGraphiqlAssets();
    if (assets === null) return { module: GraphiqlModule };
    return { module: GraphiqlModule, controllers: [GraphiqlController], providers: [{ provide: GRAPHIQL_ASSETS, useValue: assets }] };
  }
}
