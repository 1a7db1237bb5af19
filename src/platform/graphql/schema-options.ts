import type { BuildSchemaOptions } from '@nestjs/graphql';

/** What the running service and the printed schema must have in common. */
export const SCHEMA_OPTIONS: BuildSchemaOptions = { numberScalarMode: 'integer', noDuplicatedFields: true };
