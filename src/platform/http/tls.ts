import { readFileSync } from 'node:fs';
import type { Server as HttpsServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import { ConfigError } from '../config-reader.js';
import type { DoorSettings } from './door-settings.js';

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly minVersion: 'TLSv1.2';
}

/** Null for plain HTTP. @throws ConfigError for files that cannot be read or do not belong together; it repeats nothing of them. */
export function readCertificate({ tls }: Pick<DoorSettings, 'tls'>): Certificate | null {
  if (tls === null) return null;
  const read = (name: string, file: string): Buffer => {
    try {
      return readFileSync(file);
    } catch {
      throw new ConfigError(`${name}: ${file} cannot be read.`);
    }
  };
  const certificate = { cert: read('TLS_CERT_FILE', tls.certFile), key: read('TLS_KEY_FILE', tls.keyFile), minVersion: 'TLSv1.2' as const };
  try {
    createSecureContext(certificate);
  } catch {
    throw new ConfigError('TLS_CERT_FILE and TLS_KEY_FILE must be a certificate and the key that belongs to it, both PEM.');
  }
  return certificate;
}

/** A renewed certificate for connections from now on. False when there is no TLS. @throws ConfigError, and the old one stays. */
export function renewCertificate(server: unknown, doors: DoorSettings): boolean {
  const certificate = readCertificate(doors);
  if (certificate === null) return false;
  (server as HttpsServer).setSecureContext(certificate);
  return true;
}
