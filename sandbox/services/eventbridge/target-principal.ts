/** As whom EventBridge acts for a rule: as itself, or in a session of the role that the target names. */
import { createHash } from 'node:crypto';
import type { Principal, ServicePrincipal } from '../../core/principal';
import type { Cloud } from '../../core/service';
import { assumeRoleAsService } from '../sts/sessions';
import type { Delivery } from './delivery';
import { assumptionFailure } from './delivery-failure';

export const EVENTS_SERVICE = 'events.amazonaws.com';

/** EventBridge itself, for the rule: resource policies see the rule as `aws:SourceArn`. */
export function onBehalfOf({ ruleArn, bus }: Pick<Delivery, 'ruleArn' | 'bus'>): ServicePrincipal {
  return { kind: 'service', service: EVENTS_SERVICE, sourceArn: ruleArn, sourceAccount: bus.account };
}

/**
 * A session of the target's role, or EventBridge itself when the target has none.
 *
 * @throws DeliveryFailure `FAILED_TO_ASSUME_ROLE`
 */
export async function principalFor(cloud: Cloud, delivery: Delivery): Promise<Principal> {
  const service = onBehalfOf(delivery);
  const role = delivery.target.RoleArn;
  if (role === undefined) return service;
  try {
    return await assumeRoleAsService(cloud, role, service, delivery.bus.region, sessionName(delivery.ruleArn));
  } catch (error) {
    throw assumptionFailure(error);
  }
}

/** EventBridge's sessions have names of 32 hexadecimal digits; one per rule here, so that a run can be repeated. */
function sessionName(ruleArn: string): string {
  return createHash('sha256').update(ruleArn).digest('hex').slice(0, 32);
}
