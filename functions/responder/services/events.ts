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
import { type Fields, fields, list, text } from '../aws';
import { type ClientSettings, type Sender, senders } from './service';

const connect = senders(EventBridgeClient, {
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

export function sender(settings: ClientSettings): Sender {
  const send = connect(settings);
  return async (operation, input) => completed(await send(operation, input));
}

/**
 * Calls about several targets answer what they could not do, where others fail.
 *
 * @throws an Error with AWS's code as its name, for the first of them
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargetsResultEntry.html
 */
export function completed(answer: Fields): Fields {
  const [failed] = list(answer.FailedEntries).map(fields);
  if (failed === undefined) return answer;
  const error = new Error(text(failed.ErrorMessage) ?? 'EventBridge did not say why.');
  throw Object.assign(error, { name: text(failed.ErrorCode) ?? 'FailedEntry' });
}
