/** What a call on a queue needs, and what it leaves in the record. */
import type { Access, CallContext, Recording } from '../../core/service';
import { findQueue, namedPlace, placeOfUrl, type QueuePlace, queueArn } from './state';

/** The access of an action on a queue, under the queue's own policy. */
export function queueAccess(context: CallContext, action: string, place: QueuePlace): Access[] {
  const queue = findQueue(context.state, place);
  return [
    {
      action: `sqs:${action}`,
      resource: queueArn(place),
      resourceAccount: place.account,
      resourcePolicy: queue?.policy,
    },
  ];
}

/** The same, for the operations that name the queue by its URL; batches need the action of a single message. */
export function byUrl(
  action: string,
): (input: { readonly QueueUrl?: string | undefined }, context: CallContext) => Access[] {
  return (input, context) => queueAccess(context, action, placeOfUrl(input.QueueUrl, context.region));
}

/**
 * Everything but the management of queues is a data event.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/logging-using-cloudtrail.html
 */
export const DATA_EVENT: Recording = {
  category: 'Data',
  resources: (input: { readonly QueueUrl?: string | undefined }, context: CallContext) => {
    const place = namedPlace(input.QueueUrl, context.region);
    if (place === undefined) return [];
    return [{ ARN: queueArn(place), accountId: place.account, type: 'AWS::SQS::Queue' }];
  },
};
