/** The one hop that an event may make from a bus to another. */
import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../core/service';
import { busAccess } from './access';
import { busArn, busIn } from './arn';
import type { Arrival, Delivery } from './delivery';
import { DeliveryFailure } from './delivery-failure';
import type { EventEnvelope } from './envelope';
import { findBus } from './state';
import { principalFor } from './target-principal';

/**
 * Asks the target's bus to take the event as it is: account, Region and time remain those of its origin. In another
 * Region it gets another id.
 *
 * Whoever the target's role is must be allowed `events:PutEvents` there, by its own policies and by the bus's. An event
 * that was forwarded once is not forwarded again, whatever the policies say.
 *
 * @returns the event as it arrives there
 * @throws DeliveryFailure `THIRD_REGION_HOP_DETECTED`, `THIRD_ACCOUNT_HOP_DETECTED`, `FAILED_TO_ASSUME_ROLE`, `NO_RESOURCE`
 * @throws AwsError `AccessDenied`
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
 */
export async function forward(cloud: Cloud, delivery: Delivery): Promise<Arrival> {
  const { bus, event, ruleArn, target } = delivery;
  const destination = busIn(target.Arn);
  if (destination === undefined) throw new DeliveryFailure('INVALID_PARAMETER', `${target.Arn} is no event bus.`);
  const abroad = destination.region !== bus.region;
  if (delivery.forwarded)
    throw new DeliveryFailure(
      abroad ? 'THIRD_REGION_HOP_DETECTED' : 'THIRD_ACCOUNT_HOP_DETECTED',
      `Event ingestion rejected for event ${event.id} because an event can be sent to an event bus target only once. ` +
        'This event was previously delivered to an event bus target.',
    );
  const principal = await principalFor(cloud, delivery);
  const context = forwardingContext(event, ruleArn, bus.account);
  await cloud.authorize(principal, destination.region, busAccess('events:PutEvents', destination, cloud, context));
  if (findBus(cloud.state, destination) === undefined)
    throw new DeliveryFailure('NO_RESOURCE', `Event bus ${busArn(destination)} does not exist.`);
  return { bus: destination, event: abroad ? { ...event, id: randomUUID() } : event };
}

/**
 * The condition keys of a forwarded event.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 */
function forwardingContext(
  event: Pick<EventEnvelope, 'source' | 'detail-type'>,
  ruleArn: string,
  account: string,
): Record<string, string | string[]> {
  return {
    'events:source': [event.source],
    'events:detail-type': [event['detail-type']],
    'events:eventBusInvocation': 'true',
    'aws:SourceArn': ruleArn,
    'aws:SourceAccount': account,
  };
}
