import type { Role } from '../../../kernel/actor.js';

/**
 * What a field of an object tells, and so who is told it as it is. Every field stands in exactly one class; there is no default.
 *
 * - `figure`, `operational`, `own`: everybody who may ask the question it is in. Figures and the facts they are made of; ids, places
 *   in lists and in the log, and how things stand; what somebody is told of oneself.
 * - `group`: values of groups. Of a question by officer they are pseudonyms already, since groups are sorted and found by them.
 * - `officer`: the id of an officer. `principal`: the login of whoever recorded it. Analysts get pseudonyms.
 * - `detail`: one detail of an event, whose name tells whether it is of one of these two classes.
 * - `personName`: a person's name; null to analysts and terminals.
 * - `text`: what was kept as ciphertext, opened; null to everybody but supervisors.
 */
export const FIELD_CLASSES = ['figure', 'operational', 'own', 'group', 'officer', 'principal', 'detail', 'personName', 'text'] as const;
export type FieldClass = (typeof FIELD_CLASSES)[number];

/** By object type: the fields of each class, as words of one text. */
export type FieldPolicy = Readonly<Record<string, Readonly<Partial<Record<FieldClass, string>>>>>;

/** To whom officers and principals are told as they are. */
export const knowsPeople = (role: Role): boolean => role !== 'analyst';
/** Who is told people's names. */
export const knowsNames = (role: Role): boolean => role === 'supervisor' || role === 'administrator';
/** Who reads what was sealed. */
export const readsTexts = (role: Role): boolean => role === 'supervisor';
