/** The operations on the policy of an event bus: who else may put events there. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../core/aws-error';
import { parsePolicy } from '../../core/policy-document';
import type { CallContext, Operations, PolicyDocument } from '../../core/service';
import { unknownPrincipals } from '../policy-principals';
import { type BusReference, busArn } from './arn';
import { NAME, required, text } from './parameters';
import { type Bus, requireBus } from './state';

const MAXIMUM_CHARACTERS = 10_240;

export const busPermissionOperations: Operations<typeof EventBridge> = {
  PutPermission: {
    handle: (input, context) => {
      const reference = ownBus(input.EventBusName, context);
      const bus = requireBus(context.state, reference);
      setPolicy(
        bus,
        input.Policy === undefined ? withStatement(bus, reference, input) : policyIn(input.Policy),
        context,
      );
      return {};
    },
  },
  RemovePermission: {
    handle: (input, context) => {
      const bus = requireBus(context.state, ownBus(input.EventBusName, context));
      if (input.RemoveAllPermissions === true) {
        setPolicy(bus, undefined, context);
        return {};
      }
      if (input.StatementId === undefined)
        throw new AwsError('ValidationException', 'Parameter StatementId is required.');
      const kept = statementsIn(bus.policy).filter(({ Sid }) => Sid !== input.StatementId);
      if (kept.length === statementsIn(bus.policy).length)
        throw new AwsError('ResourceNotFoundException', 'Statement with the provided id does not exist.');
      setPolicy(bus, kept.length === 0 ? undefined : { ...bus.policy, Statement: kept }, context);
      return {};
    },
  },
};

/** Only the owner sets a bus's policy: other than elsewhere, an ARN is no way to name the bus. */
function ownBus(name: string | undefined, { account, region }: CallContext): BusReference {
  return { account, region, name: text(name ?? 'default', 'eventBusName', 256, NAME) };
}

function policyIn(policy: string): PolicyDocument {
  return parsePolicy(policy, { kind: 'resource', code: 'ValidationException' });
}

/** The bus's policy with one more statement, or with another one under the same id. */
function withStatement(bus: Bus, reference: BusReference, input: EventBridge.PutPermissionRequest): PolicyDocument {
  const Sid = required(input.StatementId, 'statementId');
  const principal = required(input.Principal, 'principal');
  const action = required(input.Action, 'action');
  if (!/^(\d{12}|\*)$/.test(principal))
    throw new AwsError(
      'ValidationException',
      'Parameter Principal is not valid. Reason: It must be * or an account id.',
    );
  const statement = {
    Sid,
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { AWS: `arn:aws:iam::${principal}:root` },
    Action: action,
    Resource: busArn(reference),
    ...(input.Condition === undefined ? {} : { Condition: conditionIn(input.Condition) }),
  };
  const others = statementsIn(bus.policy).filter((other) => other.Sid !== Sid);
  return { Version: '2012-10-17', ...bus.policy, Statement: [...others, statement] };
}

/** Only `StringEquals` on `aws:PrincipalOrgID` can be said this way. */
function conditionIn({ Type, Key, Value }: EventBridge.Condition): Record<string, Record<string, string>> {
  if (Type !== 'StringEquals' || Key !== 'aws:PrincipalOrgID' || Value === undefined)
    throw new AwsError(
      'ValidationException',
      'Parameter Condition is not valid. Reason: Only StringEquals of aws:PrincipalOrgID is supported.',
    );
  return { [Type]: { [Key]: Value } };
}

function setPolicy(bus: Bus, policy: PolicyDocument | undefined, context: CallContext): void {
  if (policy === undefined) delete bus.policy;
  else {
    if (JSON.stringify(policy).length > MAXIMUM_CHARACTERS)
      throw new AwsError('PolicyLengthExceededException', 'The event bus policy is too long.');
    if (unknownPrincipals(context.state, policy).length > 0)
      throw new AwsError('ValidationException', 'Parameter Policy is not valid. Reason: Invalid principal in policy.');
    bus.policy = policy;
  }
  bus.modifiedAt = context.clock.now();
}

function statementsIn(policy: PolicyDocument | undefined): { readonly Sid?: string }[] {
  const statement = policy?.Statement ?? [];
  return (Array.isArray(statement) ? statement : [statement]) as { readonly Sid?: string }[];
}
