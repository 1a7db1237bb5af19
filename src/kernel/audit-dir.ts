/** Where `AUDIT_DIR` is not set: beside the data folder and of its name, since heads belong to one log. */
export const auditDirBeside = (dataDir: string): string => `${dataDir.replace(/\/+$/, '')}-audit`;
