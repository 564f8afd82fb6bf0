/** CloudTrail as the other services see it. */
import type { ServicePrincipal } from '../../core/principal';
import type { Trail } from './state';

export const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

/** CloudTrail at work for a trail: the trail is `aws:SourceArn`, its owner `aws:SourceAccount`. */
export function cloudTrailFor(trail: Pick<Trail, 'arn' | 'account'>): ServicePrincipal {
  return { kind: 'service', service: CLOUDTRAIL, sourceArn: trail.arn, sourceAccount: trail.account };
}
