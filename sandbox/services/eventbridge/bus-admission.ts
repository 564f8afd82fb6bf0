/** Whether a bus of another account would take the events of a rule, asked before there is any event. */
import type { RoleSession } from '../../core/principal';
import type { CallContext, PolicyDocument } from '../../core/service';
import type { Role } from '../iam/state';
import { sessionOfRole } from '../sts/state';
import { busAccess } from './access';
import type { BusReference } from './arn';
import type { Delivery } from './delivery';
import { EVENTS_SERVICE } from './target-principal';

/**
 * Checks that a target's role may put events on a bus of another account: `PutTargets` is refused otherwise. What the
 * bus's policy says about single events (`events:source`, `events:detail-type`) is left open until there is one.
 *
 * @throws AwsError `AccessDenied`
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export async function checkAdmission(
  context: CallContext,
  destination: BusReference,
  role: Role,
  rule: Pick<Delivery, 'bus' | 'ruleArn'>,
): Promise<void> {
  const access = busAccess('events:PutEvents', destination, context, {
    'events:eventBusInvocation': 'true',
    'aws:SourceArn': rule.ruleArn,
    'aws:SourceAccount': rule.bus.account,
  });
  await context.authorize(futureSession(context, role), destination.region, {
    ...access,
    resourcePolicy: access.resourcePolicy && withoutEventConditions(access.resourcePolicy),
  });
}

/** The role as it will act once the rule matches. */
function futureSession(context: CallContext, role: Role): RoleSession {
  const made = { sessionName: 'PutTargets', accessKeyId: '', issuedAt: context.clock.now(), invokedBy: EVENTS_SERVICE };
  return sessionOfRole(role, made);
}

/** The policy as it stands to an event that nobody knows yet: grants may fit it, and refusals need not. */
function withoutEventConditions(policy: PolicyDocument): PolicyDocument {
  const statements = (Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement]) as Statement[];
  const kept = statements
    .filter((statement) => statement.Effect === 'Allow' || !eventConditions(statement))
    .map((statement) => ({ ...statement, Condition: withoutEventKeys(statement.Condition) }));
  return { ...policy, Statement: kept };
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const EVENT_KEYS = ['events:source', 'events:detail-type'];

function eventConditions({ Condition = {} }: Statement): boolean {
  return Object.values(Condition).some((keys) => Object.keys(keys).some(isEventKey));
}

function withoutEventKeys(condition: NonNullable<Statement['Condition']> = {}): Record<string, unknown> {
  const operators = Object.entries(condition).map(
    ([operator, keys]) => [operator, Object.entries(keys).filter(([key]) => !isEventKey(key))] as const,
  );
  return Object.fromEntries(
    operators.filter(([, keys]) => keys.length > 0).map(([operator, keys]) => [operator, Object.fromEntries(keys)]),
  );
}

function isEventKey(key: string): boolean {
  return EVENT_KEYS.includes(key.toLowerCase());
}
