import { checkedText, type FieldOptions } from '../../platform/graphql/checked-fields.js';
import { isReferenceId } from '../domain/entry-rules.js';

/** The institution's own codes. */
export const CodeField = (options: FieldOptions) => checkedText(options, '1 to 128 printable characters', isReferenceId);
