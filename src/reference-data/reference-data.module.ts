import { randomUUID } from 'node:crypto';
import { type DynamicModule, Inject, Injectable, Logger, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { LoadCatalogue } from './application/load-catalogue.js';
import { LoadCatalogueHandler } from './application/load-catalogue.handler.js';
import { LoadReferenceHistoryHandler } from './application/load-reference-history.handler.js';
import { ReferenceDirectory } from './application/reference-directory.js';
import { ReferenceFollower } from './application/reference-follower.js';
import { ReferenceRecorder } from './application/reference-recorder.js';
import { loadCatalogueFile } from './catalogue-file/load-catalogue-file.js';

export interface ReferenceDataOptions {
  /** Loaded at start; null: the log's reference data stays as it is. */
  readonly cataloguePath: string | null;
}
const OPTIONS = Symbol('ReferenceDataOptions');
const PRINCIPAL = 'catalogue-file';

@Injectable()
class CatalogueAtStart implements OnApplicationBootstrap {
  private readonly logger = new Logger('ReferenceData');

  constructor(
    @Inject(OPTIONS) private readonly options: ReferenceDataOptions,
    @Inject(LoadCatalogueHandler) private readonly handler: LoadCatalogueHandler,
  ) {}

  /** Straight to the handler: the bus only knows its handlers once every module has been bootstrapped. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.options.cataloguePath === null) return;
    const catalogue = loadCatalogueFile(this.options.cataloguePath); // An unreadable catalogue is no hall to serve: let it throw.
    const { recorded, unchanged, refused } = await this.handler.execute(new LoadCatalogue(catalogue, PRINCIPAL, randomUUID()));
    this.logger.log(`Catalogue ${catalogue.version}: ${recorded} recorded, ${unchanged} unchanged, ${refused.length} refused`);
    for (const { entry, code, message } of refused) this.logger.warn(`Catalogue ${catalogue.version}, ${entry}: ${code}: ${message}`);
  }
}

/** Needs the global modules of the event store and the clock. */
@Module({})
export class ReferenceDataModule {
  static forRoot(options: ReferenceDataOptions): DynamicModule {
    return {
      module: ReferenceDataModule,
      global: true,
      providers: [
        { provide: OPTIONS, useValue: options },
        ReferenceDirectory,
        ReferenceFollower,
        ReferenceRecorder,
        LoadCatalogueHandler,
        LoadReferenceHistoryHandler,
        CatalogueAtStart,
      ],
      exports: [ReferenceDirectory],
    };
  }
}
