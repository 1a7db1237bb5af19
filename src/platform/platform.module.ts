import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ProjectionHealth } from '../projection-host/projection-health.js';
import { Authenticator } from './auth/authenticator.js';
import { FieldGuards } from './auth/policy/field-guards.js';
import { RolesGuard } from './auth/roles.guard.js';
import { AppConfig } from './config.js';
import { GraphiqlModule } from './graphiql/graphiql.module.js';
import { graphqlModule } from './graphql/graphql.module.js';
import { loadOperations } from './graphql/persisted/load-operations.js';
import { PersistedOperations } from './graphql/persisted/persisted-operations.js';
import { ReportTags } from './graphql/report-tags.js';
import { SubscriptionServer } from './graphql/subscriptions/subscription-server.js';
import { ViewerResolver } from './graphql/viewer.resolver.js';
import { HealthModule } from './health/health.module.js';
import { AllowedMethods } from './http/allowed-methods.js';
import { PositionGate } from './http/position-gate.js';
import { PositionInterceptor } from './http/position-interceptor.js';
import { ProblemFilter } from './http/problem.filter.js';
import { Lifecycle } from './lifecycle.js';
import { loggerModule } from './logging.js';
import { TelemetryModule } from './telemetry/telemetry.module.js';
import { Telemetry } from './telemetry/telemetry.js';

export interface PlatformParts {
  /** Default: metrics that nobody else sees, and no traces. */
  readonly telemetry?: Telemetry;
  readonly config: AppConfig;
  readonly allowed: AllowedMethods;
  readonly lifecycle: Lifecycle;
  /** Tells who asks, by HTTP and by subscription. */
  readonly authenticator: Authenticator;
}

/** What every room stands on: configuration, access, logs, errors, health and the GraphQL endpoint. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot({ config, allowed, lifecycle, authenticator, telemetry = new Telemetry() }: PlatformParts): DynamicModule {
    const tags = new ReportTags();
    const operations = new PersistedOperations(loadOperations(config.operationsFolder), config.persistedOnly);
    return {
      module: PlatformModule,
      imports: [loggerModule(config), graphqlModule({ meter: telemetry.graphql, tags, operations, production: config.environment === 'production' }), HealthModule, TelemetryModule.forRoot(telemetry), ...(config.environment === 'production' ? [] : [GraphiqlModule.forRoot()])],
      providers: [
        { provide: AppConfig, useValue: config },
        { provide: AllowedMethods, useValue: allowed },
        { provide: Lifecycle, useValue: lifecycle },
        { provide: Authenticator, useValue: authenticator },
        { provide: APP_GUARD, useClass: RolesGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: PositionInterceptor },
        PositionGate,
        { provide: PersistedOperations, useValue: operations },
        { provide: ReportTags, inject: [{ token: ProjectionHealth, optional: true }], useFactory: (projection?: ProjectionHealth) => tags.following(projection ?? null) },
        SubscriptionServer, FieldGuards,
        ViewerResolver,
      ],
      exports: [AppConfig, Lifecycle],
    };
  }
}
