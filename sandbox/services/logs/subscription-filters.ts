/** Subscription filters: who gets a copy of the events as they come in. Of the destinations, functions are modelled. */
import { AwsError, notImplemented } from '../../core/aws-error';
import { page } from '../../core/page';
import type { CallContext, Operations } from '../../core/service';
import { functionAccess } from '../lambda/access';
import { findFunction, placeOf } from '../lambda/state';
import { logAccess } from './access';
import { parseFilterPattern } from './filter-pattern';
import { logsPrincipal } from './log-delivery';
import { type LogGroup, requireLogGroup, type SubscriptionFilter } from './state';

type Sdk = typeof import('@aws-sdk/client-cloudwatch-logs');

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MAX_FILTERS = 2;

export const subscriptionFilters = {
  PutSubscriptionFilter: {
    access: (input, context) => logAccess('PutSubscriptionFilter', input.logGroupName, context),
    handle: async (input, context) => {
      const group = requireLogGroup(context, input.logGroupName);
      const name = input.filterName ?? '';
      if (!/^[^:*]{1,512}$/.test(name)) throw invalid(`Value '${name}' at 'filterName' is not valid.`);
      const pattern = input.filterPattern ?? '';
      parseFilterPattern(pattern);
      const destinationArn = input.destinationArn ?? '';
      await requireFunction(context, group, destinationArn);
      const filters = group.subscriptionFilters;
      if (!filters.has(name) && filters.size >= MAX_FILTERS)
        throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
      filters.set(name, { name, pattern, destinationArn, createdAt: context.clock.now() });
      return {};
    },
  },
  DescribeSubscriptionFilters: {
    access: (input, context) => logAccess('DescribeSubscriptionFilters', input.logGroupName, context),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupName);
      const found = [...group.subscriptionFilters.values()]
        .filter(({ name }) => name.startsWith(input.filterNamePrefix ?? ''))
        .map((filter) => described(group, filter))
        .sort((left, right) => (left.filterName < right.filterName ? -1 : 1));
      const part = page(found, { size: input.limit, token: input.nextToken }, 50, 'InvalidParameterException');
      return { subscriptionFilters: part.items, ...(part.next === undefined ? {} : { nextToken: part.next }) };
    },
  },
  DeleteSubscriptionFilter: {
    access: (input, context) => logAccess('DeleteSubscriptionFilter', input.logGroupName, context),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupName);
      if (!group.subscriptionFilters.delete(input.filterName ?? ''))
        throw new AwsError('ResourceNotFoundException', 'The specified subscription filter does not exist.');
      return {};
    },
  },
} satisfies Operations<Sdk>;

/**
 * A function has to admit CloudWatch Logs for the log group.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
async function requireFunction(context: CallContext, group: LogGroup, destinationArn: string): Promise<void> {
  if (!destinationArn.startsWith('arn:aws:lambda:'))
    throw notImplemented('logs', 'subscription filters to anything but a function');
  const refusal = invalid(
    'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
  );
  const place = placeOf(destinationArn, undefined, context);
  if (findFunction(context.state, place) === undefined) throw refusal;
  try {
    for (const access of functionAccess(context, 'InvokeFunction', place))
      await context.authorize(logsPrincipal(group), context.region, access);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'AccessDenied') throw error;
    throw refusal;
  }
}

function described(group: LogGroup, { name, pattern, destinationArn, createdAt }: SubscriptionFilter) {
  return {
    filterName: name,
    logGroupName: group.name,
    filterPattern: pattern,
    destinationArn,
    distribution: 'ByLogStream' as const,
    creationTime: createdAt.getTime(),
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
