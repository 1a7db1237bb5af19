import { GraphQLError } from 'graphql';

/**
 * The consistency token: in an answer, how far the log was when everything the answer says was in it; in a question,
 * how far this replica's figures must be before they are asked. Decimal, because a position may pass 2^53.
 */
export const POSITION_HEADER = 'x-position';

const POSITION_MAX = 2n ** 63n - 1n;

/** Null without the header. @throws GraphQLError of status 400 for what is no position; repeated headers are none. */
export function positionFrom(header: string | readonly string[] | undefined): bigint | null {
  if (header === undefined) return null;
  const position = typeof header === 'string' && /^\d{1,19}$/.test(header) ? BigInt(header) : null;
  if (position !== null && position <= POSITION_MAX) return position;
  throw new GraphQLError('X-Position must be one decimal number from 0 to 9223372036854775807, as an answer gave it.', {
    extensions: { code: 'BAD_USER_INPUT', status: 400, messageZh: 'X-Position 必须是一个十进制整数，即此前应答给出的位置。' },
  });
}

interface AnswerHeaders {
  getHeader(name: string): unknown;
  header(name: string, value: string): unknown;
}

/** One answer can tell of several commands: the header keeps the highest position. */
export function tellPosition(reply: AnswerHeaders, position: bigint): void {
  const told = reply.getHeader(POSITION_HEADER);
  if (typeof told !== 'string' || BigInt(told) < position) void reply.header(POSITION_HEADER, position.toString());
}
