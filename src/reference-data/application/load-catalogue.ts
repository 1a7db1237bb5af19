import { Command } from '@nestjs/cqrs';
import type { Catalogue } from '../domain/catalogue.js';

export interface CatalogueLoaded {
  readonly recorded: number;
  readonly unchanged: number;
  /** E.g. a calendar change that would alter a date before today; the rest of the catalogue is loaded all the same. */
  readonly refused: readonly { readonly entry: string; readonly code: string; readonly message: string }[];
}

/** Brings the reference data to what the catalogue says. When it resolves, this process's ReferenceView has it. */
export class LoadCatalogue extends Command<CatalogueLoaded> {
  constructor(
    readonly catalogue: Catalogue,
    readonly principal: string,
    readonly correlationId: string,
    /** Put into the events' metadata where it is given. */
    readonly traceparent?: string,
  ) {
    super();
  }
}
