import type { FieldPolicy } from './field-classes.js';
import { FIELDS_OF_AUDIT } from './fields-of-audit.js';
import { FIELDS_OF_COMMANDS } from './fields-of-commands.js';
import { FIELDS_OF_FIGURES } from './fields-of-figures.js';
import { FIELDS_OF_LISTS } from './fields-of-lists.js';
import { FIELDS_OF_PROOF } from './fields-of-proof.js';
import { FIELDS_OF_REQUESTS } from './fields-of-requests.js';

/** The class of every field of every object type but the roots, which have the root policy. */
export const FIELD_POLICY: FieldPolicy = { ...FIELDS_OF_AUDIT, ...FIELDS_OF_COMMANDS, ...FIELDS_OF_FIGURES, ...FIELDS_OF_LISTS, ...FIELDS_OF_PROOF, ...FIELDS_OF_REQUESTS };
