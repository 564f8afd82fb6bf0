/** Amazon EventBridge, as far as buses, rules and archives are kept. */
import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  DescribeArchiveCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
  UpdateArchiveCommand,
} from '@aws-sdk/client-eventbridge';
import { senders } from './service';

export const sender = senders(EventBridgeClient, {
  CreateArchive: CreateArchiveCommand,
  CreateEventBus: CreateEventBusCommand,
  DescribeArchive: DescribeArchiveCommand,
  DescribeEventBus: DescribeEventBusCommand,
  DescribeRule: DescribeRuleCommand,
  ListTargetsByRule: ListTargetsByRuleCommand,
  PutPermission: PutPermissionCommand,
  PutRule: PutRuleCommand,
  PutTargets: PutTargetsCommand,
  RemovePermission: RemovePermissionCommand,
  RemoveTargets: RemoveTargetsCommand,
  UpdateArchive: UpdateArchiveCommand,
});
