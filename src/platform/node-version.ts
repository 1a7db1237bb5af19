const MAJOR_MIN = 24;
const MINOR_MIN = 9;

/** Null when the version will do, else the sentence to stop with. `version` as in process.versions.node. */
export function nodeVersionProblem(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > MAJOR_MIN || (major === MAJOR_MIN && minor >= MINOR_MIN)) return null;
  return `This service needs Node.js ${MAJOR_MIN}.${MINOR_MIN} or newer, but runs on ${version}. Start it with "npm start", which brings its own, or install Node.js ${MAJOR_MIN}.`;
}
