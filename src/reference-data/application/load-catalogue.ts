import { Command } from '@nestjs/cqrs';
import type { Catalogue } from '../domain/catalogue.js';
import type { ReferenceEvent } from '../domain/events.js';

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

/** An event of a reference stream as another log recorded it. */
export interface RecordedReference {
  readonly event: ReferenceEvent;
  /** Its place in its stream there, and here. */
  readonly revision: number;
  readonly recordedAtMs: number;
}

/**
 * Takes over the reference data of another log version by version, in order: the rules are asked as of the day each was recorded on.
 * What is here already must be the same, event for event; a calendar that somebody else recorded is not revised after the fact.
 */
export class LoadReferenceHistory extends Command<CatalogueLoaded> {
  constructor(
    readonly history: readonly RecordedReference[],
    readonly principal: string,
    readonly correlationId: string,
    /** Records nothing: only says whether what is here already stands in the way. */
    readonly checkOnly = false,
  ) {
    super();
  }
}
