import { Readable } from 'node:stream';

/**
 * The pieces as a stream that asks for the next only when there is room, and ends the work when it is destroyed. The first piece is
 * taken before it is given away: what cannot be answered fails before an answer begins.
 * @param onEnd once, however it ends.
 */
export async function exportStream(pieces: AsyncGenerator<string | Uint8Array>, onEnd: () => void): Promise<Readable> {
  try {
    const first = await pieces.next();
    return Readable.from(piecesFrom(first, pieces, onEnd), { objectMode: false, highWaterMark: 64 * 1024 });
  } catch (error) {
    onEnd();
    throw error;
  }
}

async function* piecesFrom(first: IteratorResult<string | Uint8Array>, rest: AsyncGenerator<string | Uint8Array>, onEnd: () => void): AsyncGenerator<string | Uint8Array> {
  try {
    if (first.done !== true) {
      if (first.value.length > 0) yield first.value;
      yield* rest;
    }
  } finally {
    await rest.return(undefined);
    onEnd();
  }
}
