/** What the command lines of the proof are made of. */
export const PROOF_COMMANDS = /^(kernel|event-store|operations|proof(?!\/api))\/.*(?<!\.module|\.service)\.ts$/;
