/** Amazon EventBridge, as far as buses, rules and archives are kept. */
import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  DeleteArchiveCommand,
  DescribeArchiveCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  UpdateArchiveCommand,
  UpdateEventBusCommand,
} from '@aws-sdk/client-eventbridge';
import { senders } from './service';

export const sender = senders(EventBridgeClient, {
  CreateArchive: CreateArchiveCommand,
  CreateEventBus: CreateEventBusCommand,
  DeleteArchive: DeleteArchiveCommand,
  DescribeArchive: DescribeArchiveCommand,
  DescribeEventBus: DescribeEventBusCommand,
  DescribeRule: DescribeRuleCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  ListTargetsByRule: ListTargetsByRuleCommand,
  PutPermission: PutPermissionCommand,
  PutRule: PutRuleCommand,
  PutTargets: PutTargetsCommand,
  RemoveTargets: RemoveTargetsCommand,
  TagResource: TagResourceCommand,
  UpdateArchive: UpdateArchiveCommand,
  UpdateEventBus: UpdateEventBusCommand,
});
