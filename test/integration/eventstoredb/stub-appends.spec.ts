import { randomUUID } from 'node:crypto';
import { jsonEvent } from '@eventstore/db-client';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb.js';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { AppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { ChannelCredentials } from '@grpc/grpc-js';
import { counted, useClientOnStub } from '../../support/eventstoredb/real-client.js';

describe('the stub server, appended to by the real client', () => {
  const on = useClientOnStub();

  it('appends at an exact revision and refuses another', async () => {
    expect(await on.append([counted(0), counted(1)], 'no_stream')).toMatchObject({ success: true, nextExpectedRevision: 1n });
    await expect(on.append([counted(2)], 0n)).rejects.toMatchObject({
      type: 'wrong-expected-version',
      actualVersion: 1n,
      expectedVersion: 0n,
    });
    await expect(on.append([counted(2)], 'no_stream')).rejects.toMatchObject({ actualVersion: 1n, expectedVersion: 'no_stream' });
    await expect(on.append([counted(2)], 5n)).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n });
    await expect(on.append([counted(2)], 1n)).resolves.toMatchObject({ nextExpectedRevision: 2n });
  });

  it('says that a stream is not there', async () => {
    await expect(on.append([counted(0)], 3n)).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 'no_stream' });
    await expect(on.append([counted(0)], 'stream_exists')).rejects.toMatchObject({
      actualVersion: 'no_stream',
      expectedVersion: 'stream_exists',
    });
  });

  it('lets other writers append without a revision', async () => {
    await on.append([counted(0)], 'any');
    await on.append([counted(1)], 'any');
    await expect(on.append([counted(2)], 'stream_exists')).resolves.toMatchObject({ nextExpectedRevision: 2n });
  });

  it('answers the same ids at the same place as at first, without a position, also after later events and a restart', async () => {
    const events = [counted(0), counted(1)];
    const first = await on.append(events, 'no_stream');
    expect(first.position).toEqual({ commit: expect.any(BigInt), prepare: expect.any(BigInt) });
    await on.append([counted(2)], 1n);
    await on.stub.restart();
    const again = async () => on.append(events, 'no_stream').catch(() => on.append(events, 'no_stream'));
    expect(await again()).toMatchObject({ success: true, nextExpectedRevision: 1n, position: undefined });
    await expect(on.append([counted(3)], 2n)).resolves.toMatchObject({ nextExpectedRevision: 3n });
  });

  it('refuses a call of which only a part is there already', async () => {
    const [one, two, three] = [counted(0), counted(1), counted(2)] as const;
    await on.append([one, two], 'no_stream');
    await expect(on.append([one, three], 'no_stream')).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n });
    await expect(on.append([one, two, three], 'no_stream')).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n });
    await expect(on.append([one, three], 'any')).rejects.toMatchObject({ type: 'wrong-expected-version' });
  });

  it('takes an event id twice in different streams', async () => {
    const id = randomUUID();
    await on.append([counted(0, id)], 'no_stream');
    const elsewhere = on.client.appendToStream(`${on.stream}-2`, [counted(0, id)], { expectedRevision: 'no_stream' });
    await expect(elsewhere).resolves.toMatchObject({ nextExpectedRevision: 0n });
  });

  it('takes 1 MiB, and not a byte more', async () => {
    const event = (bytes: number) => jsonEvent({ type: 'Counted', data: 'x'.repeat(bytes - 2 * 'Counted'.length - 2) });
    await expect(on.append([event(1024 * 1024 + 1)], 'no_stream')).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1024 * 1024,
    });
    await expect(on.append([event(1024 * 1024)], 'no_stream')).resolves.toMatchObject({ nextExpectedRevision: 0n });
  });

  it('speaks the batch append as well, many at a time', async () => {
    const calls = Array.from({ length: 20 }, (_, n) =>
      on.client.appendToStream(`${on.stream}-${n}`, [counted(0), counted(1)], { expectedRevision: 'no_stream' }),
    );
    expect((await Promise.all(calls)).map(({ nextExpectedRevision }) => nextExpectedRevision)).toEqual(
      Array.from({ length: 20 }, () => 1n),
    );
    const stale = on.client.appendToStream(`${on.stream}-0`, [counted(2)], { expectedRevision: 0n });
    await expect(stale).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n, expectedVersion: 0n });
    const pieces = on.client.appendToStream(on.stream, [counted(0), counted(1), counted(2)], {
      expectedRevision: 'no_stream',
      batchAppendSize: 60,
    });
    await expect(pieces).resolves.toMatchObject({ nextExpectedRevision: 2n });
  });

  it('writes nothing of a request whose connection breaks before its end', async () => {
    const channel = new StreamsClient(`127.0.0.1:${on.stub.port}`, ChannelCredentials.createInsecure());
    const broken = new Promise<unknown>((resolve) => {
      const call = channel.append(resolve);
      call.on('error', () => undefined);
      const identifier = new StreamIdentifier().setStreamName(Buffer.from(on.stream));
      call.write(new AppendReq().setOptions(new AppendReq.Options().setStreamIdentifier(identifier).setNoStream(new Empty())));
      call.write(new AppendReq().setProposedMessage(new AppendReq.ProposedMessage().setId(new UUID().setString(randomUUID()))), () =>
        setTimeout(() => on.stub.drop(), 50),
      );
    });
    expect(await broken).toBeInstanceOf(Error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(on.stub.log.stream(on.stream)).toEqual([]);
    channel.close();
  });
});
