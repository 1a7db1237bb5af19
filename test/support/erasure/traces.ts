import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every way a text may lie in a file: as bytes of an encoding, or as the escapes of a format. */
export function formsOf(text: string): readonly Buffer[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  // Base64 of it inside other bytes: at each of the three places it may begin, without the signs that its neighbours share.
  const base64 = [0, 1, 2].map((before) => Buffer.concat([Buffer.alloc(before), utf8]).toString('base64').slice(before === 0 ? 0 : before + 1, -4));
  const units = [...Array(text.length).keys()].map((at) => text.charCodeAt(at).toString(16).padStart(4, '0'));
  const escaped = [false, true].map((upper) => [...units].map((unit, at) => (text.charCodeAt(at) < 128 ? text[at]! : `\\u${upper ? unit.toUpperCase() : unit}`)).join(''));
  const whole = units.map((unit) => `\\u${unit}`).join('');
  const xml = [...text].map((sign) => (sign.codePointAt(0)! < 128 ? sign : `&#${sign.codePointAt(0)};`)).join('');
  const texts = [...base64, ...base64.map((one) => one.replaceAll('+', '-').replaceAll('/', '_')), utf8.toString('hex'), utf8.toString('hex').toUpperCase(), ...escaped, whole, xml, encodeURIComponent(text)];
  return [utf8, utf16, Buffer.from(utf16).swap16(), ...texts.map((one) => Buffer.from(one, 'utf8'))];
}

/** Every file below a folder. */
export const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

/** Files that hold one of the texts in one of its forms, or one of the byte strings. */
export function filesWith(folder: string, needles: readonly (string | Uint8Array)[]): readonly string[] {
  const forms = needles.flatMap((needle) => (typeof needle === 'string' ? formsOf(needle) : [Buffer.from(needle), Buffer.from(Buffer.from(needle).toString('hex')), Buffer.from(Buffer.from(needle).toString('base64'))]));
  return filesIn(folder).filter((file) => {
    const bytes = readFileSync(file);
    return forms.some((form) => bytes.includes(form));
  });
}
