import { checkedText, type FieldOptions } from '../../../platform/graphql/checked-fields.js';
import { isHallId, isRequestId } from '../../domain/request-ids.js';

/** The institution's own codes: 1 to 128 printable characters. */
export const IdField = (options: FieldOptions) => checkedText(options, '1 to 128 printable characters', isRequestId);

export const HallIdField = (options: FieldOptions) => checkedText(options, '1 to 64 letters, digits, "_" or "-"', isHallId);

/** RFC 3986, without resolving it: the terminal's own name. */
export const SourceField = (options: FieldOptions) => checkedText(options, 'a URI reference of 1 to 256 characters', isSource);

export const isSource = (text: string): boolean => /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]{1,256}$/.test(text) && !/%(?![0-9A-Fa-f]{2})/.test(text);
