import { digestOf, digestOfText } from '../../event-store/audit-hash.js';
import { canonicalForm, canonicalText } from '../../event-store/canonical-form.js';
import type { Keyring, SealedText } from '../../privacy/keyring.js';
import { type ClearCommand, EVENT_OF_COMMAND, type ServiceRequestCommand } from '../domain/commands.js';
import { SEALED_FIELDS, type ServiceRequestEvent } from '../domain/events.js';
import type { RememberedCommand } from './request-history.js';

/** Stands in for the sealed text while the rules decide: what they refuse needs no key, and makes none. */
const UNSEALED: SealedText = { keyId: '', nonce: '', ciphertext: '' };

export interface SealedEvent {
  readonly event: ServiceRequestEvent;
  /** SHA-256 over the command as sent, its text entering as a keyed MAC. */
  readonly digest: string;
  readonly keyId: string | null;
  /** Canonical form of the event's data, where it is what the command said. */
  readonly dataText?: string;
}

/** Keeps texts and applicant references out of the log: they enter it as ciphertext, and its digests as keyed MACs. */
export class CommandSealer {
  constructor(private readonly keyring: Keyring) {}

  /** The command as the rules see it. */
  forRules(command: ClearCommand): ServiceRequestCommand {
    const field = fieldOf(command);
    if (textOf(command) === null || field === undefined) return command as ServiceRequestCommand;
    return { type: command.type, data: { ...command.data, [field]: UNSEALED } } as ServiceRequestCommand;
  }

  needsKey(command: ClearCommand): boolean {
    return textOf(command) !== null;
  }

  /** Of a command without a text. */
  unsealed(command: ClearCommand, event: ServiceRequestEvent): SealedEvent {
    const { type, data } = command;
    const dataText = canonicalForm(data);
    const digest = digestOfText(`{"data":${dataText},"type":${canonicalText(type)}}`);
    return event.data === data ? { event, digest, keyId: null, dataText } : { event, digest, keyId: null };
  }

  /** @param applicantKeyId of the request's receipt, when it named an applicant. */
  async seal(command: ClearCommand, event: ServiceRequestEvent, applicantKeyId: string | null): Promise<SealedEvent> {
    const field = fieldOf(command);
    const text = textOf(command);
    if (field === undefined || text === null) return this.unsealed(command, event);
    const { sealed, mac } = await this.sealText(command, text, applicantKeyId);
    const data = { ...event.data, [field]: sealed };
    return { event: { type: event.type, data } as ServiceRequestEvent, digest: digestWith(command, mac), keyId: sealed.keyId };
  }

  /** The digest this command would have had as the remembered one; of what an erased key sealed nobody can tell. */
  async digestAs(remembered: Pick<RememberedCommand, 'digest' | 'keyId'>, command: ClearCommand): Promise<string> {
    const text = textOf(command);
    if (text === null || remembered.keyId === null) return digestWith(command, null);
    const mac = await this.keyring.mac(remembered.keyId, text);
    return mac === null ? remembered.digest : digestWith(command, mac);
  }

  private async sealText(command: ClearCommand, text: string, applicantKeyId: string | null): Promise<{ sealed: SealedText; mac: string }> {
    const { hallId, requestId } = command.data;
    const applicant = command.type === 'ReceiveRequest' ? await this.keyring.keyIdFor(`applicant:${hallId}:${text}`) : applicantKeyId;
    const own = (): Promise<string> => this.keyring.keyIdFor(`request:${hallId}.${requestId}`);
    const keyId = applicant ?? (await own());
    // The applicant may have been forgotten while the request goes on: then the request has a key of its own.
    const sealed = (await this.keyring.seal(keyId, text)) ?? (await this.keyring.seal(await own(), text));
    const mac = sealed && (await this.keyring.mac(sealed.keyId, text));
    if (sealed === null || mac === null) throw new Error(`The key of ${hallId}.${requestId} was erased while it was used`);
    return { sealed, mac };
  }
}

const fieldOf = ({ type }: ClearCommand): string | undefined => SEALED_FIELDS[EVENT_OF_COMMAND[type]];

function textOf(command: ClearCommand): string | null {
  const field = fieldOf(command);
  const text = field === undefined ? null : (command.data as unknown as Readonly<Record<string, unknown>>)[field];
  return typeof text === 'string' ? text : null;
}

function digestWith(command: ClearCommand, mac: string | null): string {
  const { type, data } = command;
  const field = fieldOf(command);
  return digestOf({ type, data: mac === null || field === undefined ? data : { ...data, [field]: { mac } } });
}
