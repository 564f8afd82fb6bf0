/** Reserved concurrency, and the setting for recursive loops. */
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { byName, named } from './access';
import { functionsOf, type LambdaFunction, type LambdaSdk, requireFunction } from './state';

/** An account's concurrent executions in a Region, and how many of them no function may reserve. */
const ACCOUNT_CONCURRENCY = 1000;
const UNRESERVED = 100;

export const concurrencyOperations: Operations<LambdaSdk> = {
  PutFunctionConcurrency: {
    record: { eventName: 'PutFunctionConcurrency20171031' },
    access: byName('PutFunctionConcurrency'),
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      const reserved = input.ReservedConcurrentExecutions ?? 0;
      const others = [...functionsOf(context.state, fn.account, fn.region).values()].filter((other) => other !== fn);
      const total = others.reduce((sum, other) => sum + (other.reservedConcurrency ?? 0), reserved);
      if (reserved < 0 || ACCOUNT_CONCURRENCY - total < UNRESERVED)
        throw new AwsError(
          'InvalidParameterValueException',
          `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED}].`,
          { Type: 'User' },
        );
      fn.reservedConcurrency = reserved;
      return { ReservedConcurrentExecutions: reserved };
    },
  },
  GetFunctionConcurrency: {
    access: byName('GetFunctionConcurrency'),
    handle: (input, context) => {
      const { reservedConcurrency: reserved } = requireFunction(context.state, named(input, context));
      return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
    },
  },
  DeleteFunctionConcurrency: {
    record: { eventName: 'DeleteFunctionConcurrency20171031' },
    access: byName('DeleteFunctionConcurrency'),
    handle: (input, context) => {
      delete requireFunction(context.state, named(input, context)).reservedConcurrency;
      return {};
    },
  },
  PutFunctionRecursionConfig: {
    access: byName('PutFunctionRecursionConfig'),
    handle: (input, context) => {
      const fn: LambdaFunction = requireFunction(context.state, named(input, context));
      const { RecursiveLoop: loop } = input;
      if (loop !== 'Allow' && loop !== 'Terminate')
        throw new AwsError(
          'ValidationException',
          `1 validation error detected: Value '${String(loop)}' at 'recursiveLoop' failed to satisfy constraint: Member must satisfy enum value set: [Terminate, Allow]`,
        );
      fn.recursiveLoop = loop;
      return { RecursiveLoop: loop };
    },
  },
  GetFunctionRecursionConfig: {
    access: byName('GetFunctionRecursionConfig'),
    handle: (input, context) => ({
      RecursiveLoop: requireFunction(context.state, named(input, context)).recursiveLoop,
    }),
  },
};
