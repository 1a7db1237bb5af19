import type { ServerWritableStream } from '@grpc/grpc-js';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import { UUID, type Empty } from '@eventstore/db-client/generated/shared_pb.js';
import { perform, type Node } from './node.js';

const { LEADER, FOLLOWER } = MemberInfo.VNodeState;

/** Who belongs to the cluster, and who leads it: what a client given several hosts asks for first. */
export const gossipHandler =
  (node: Node) =>
  async (call: ServerWritableStream<Empty, ClusterInfo | Buffer>): Promise<void> => {
    const { ports, leaderPort } = node.member.cluster;
    const members = ports.map((port) =>
      new MemberInfo()
        .setInstanceId(new UUID().setString(`00000000-0000-4000-8000-${String(port).padStart(12, '0')}`))
        .setTimeStamp('0')
        .setState(port === leaderPort ? LEADER : FOLLOWER)
        .setIsAlive(true)
        .setHttpEndPoint(new EndPoint().setAddress('127.0.0.1').setPort(port)),
    );
    await perform(
      node,
      'gossip',
      call,
      () => ({ message: new ClusterInfo().setMembersList(members) }),
      () => new ClusterInfo(),
    );
  };
