/** What calls on log groups need. */
import type { Access, CallContext } from '../../core/service';
import { findLogGroup, logGroupArn, logGroupName } from './state';

/**
 * The access of an action on a log group, or on one of its streams. AWS spells the resource as a stream even where there
 * is none, which is why policies end the ARN of a log group in `:*`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
export function logAccess(action: string, group: string | undefined, context: CallContext, stream = ''): Access[] {
  const name = logGroupName(group);
  const resource = `${logGroupArn(context.account, context.region, name)}:log-stream:${stream}`;
  return [{ action: `logs:${action}`, resource, context: resourceTags(context, name) }];
}

/** The tagging operations ask about the log group's ARN as it is. */
export function logTagAccess(action: string, arn: string | undefined, context: CallContext): Access[] {
  const name = logGroupName(arn);
  const resource = logGroupArn(context.account, context.region, name);
  return [{ action: `logs:${action}`, resource, context: resourceTags(context, name) }];
}

function resourceTags({ state, account, region }: CallContext, name: string): Record<string, string> {
  const tags = findLogGroup(state, account, region, name)?.tags ?? new Map<string, string>();
  return Object.fromEntries([...tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}
