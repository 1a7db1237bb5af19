import type { FieldPolicy } from './field-classes.js';

/** What commands answer, and who asks. */
export const FIELDS_OF_COMMANDS: FieldPolicy = {
  AlreadyRecorded: { operational: 'eventId position revision' },
  ApplicantErased: { operational: 'applicantPseudonym before completedAt position requests texts' },
  CatalogueChange: { operational: 'recorded refused unchanged' },
  ErasureCertificate: {
    operational: 'applicantPseudonym completedAt document firstPosition hallId lastPosition reason requestedAt requests texts treeSizeAfter treeSizeBefore', principal: 'requestedBy',
  },
  ErasureRefused: { operational: 'code reason reasonZh retryable' },
  Recorded: { operational: 'eventId position revision' },
  RectificationRecorded: { operational: 'before eventId position revision' },
  RectificationRefused: { operational: 'code reason reasonZh retryable' },
  Refused: { operational: 'code reason reasonZh retryable' },
  RefusedEntry: { operational: 'code entry message' },
  Terminal: { operational: 'departmentIds hallId moved olderCredentialUntil registered revoked rotated signingKeyId state terminalId' },
  TerminalAct: { operational: 'at', principal: 'by' },
  TerminalChanged: { operational: 'changed credential terminal' },
  TerminalConnection: { operational: 'edges pageInfo totalCount' },
  TerminalEdge: { operational: 'cursor node' },
  TerminalRefused: { operational: 'code reason reasonZh retryable' },
  Viewer: { own: 'defaultHallId departments halls principal role validUntil' },
};
