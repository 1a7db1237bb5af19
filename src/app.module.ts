import { type DynamicModule, Module } from '@nestjs/common';
import { AuditApiModule } from './audit/audit-api.module.js';
import { CoordinationModule } from './coordination/coordination.module.js';
import { EfficiencyModule } from './efficiency/efficiency.module.js';
import { durableLog, WhatIfModule } from './efficiency/what-if.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { type PlatformParts, PlatformModule } from './platform/platform.module.js';
import { Telemetry } from './platform/telemetry/telemetry.js';
import { ProofModule } from './proof/proof.module.js';
import { ReceiptsModule } from './receipts/receipts.module.js';
import { ReferenceDataApiModule } from './reference-data/api/reference-data-api.module.js';
import { ServiceRequestApiModule } from './service-request/api/service-request-api.module.js';
import { WarningsModule } from './warnings/warnings.module.js';
import { WriteSideModule, type WriteSideOptions } from './write-side.module.js';

export interface AppParts extends PlatformParts {
  /** What tests put in place of the durable store and the system's clock. */
  readonly writeSide?: Pick<WriteSideOptions, 'store' | 'clock'>;
}

@Module({})
export class AppModule {
  static forRoot({ config, allowed, lifecycle, authenticator, writeSide, telemetry = new Telemetry() }: AppParts): DynamicModule {
    const { dataDir, eventStore, keyring, readModelDir, cataloguePath, duckdbMemoryMb, rectificationWorkingDays } = config;
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot({ config, allowed, lifecycle, telemetry, authenticator }),
        WriteSideModule.forRoot({ dataDir, store: eventStore, keyring, cataloguePath, watchStore: telemetry.watchStore, ...writeSide }),
        EfficiencyModule.forRoot({ readModelDir, duckdbMemoryMb, rectificationWorkingDays, watchProjection: telemetry.watchProjection }),
        WhatIfModule.forRoot(durableLog(writeSide?.store ?? eventStore, dataDir)),
        CoordinationModule,
        WarningsModule,
        ProofModule.forRoot({ readModelDir, ...config.proof }),
        AuditApiModule,
        IdentityModule.forRoot(authenticator),
        ErasureModule,
        ReceiptsModule,
        ServiceRequestApiModule,
        ReferenceDataApiModule,
      ],
    };
  }
}
