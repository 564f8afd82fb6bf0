/** The resource policy of a function, statement by statement. */
import { randomUUID } from 'node:crypto';
import type { AddPermissionCommandInput } from '@aws-sdk/client-lambda';
import { AwsError } from '../../core/aws-error';
import type { Operations, PolicyDocument } from '../../core/service';
import type { State } from '../../core/state';
import { missingPrincipals } from '../iam/principals';
import { byName, functionAccess, named } from './access';
import { type LambdaFunction, type LambdaSdk, type PermissionStatement, requireFunction } from './state';

const MAXIMUM_BYTES = 20_480;

export const permissionOperations: Operations<LambdaSdk> = {
  AddPermission: {
    record: { eventName: 'AddPermission20150331v2' },
    access: (input, context) =>
      functionAccess(context, 'AddPermission', named(input, context)).map((access) => ({
        ...access,
        context: { 'lambda:Principal': input.Principal ?? '' },
      })),
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      requirePolicyRevision(fn, input.RevisionId);
      const statement = statementOf(context.state, fn, input);
      const statements = fn.policy?.Statement ?? [];
      if (statements.some(({ Sid }) => Sid === statement.Sid))
        throw new AwsError(
          'ResourceConflictException',
          `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
          { Type: 'User' },
        );
      const policy = { Version: '2012-10-17', Id: 'default', Statement: [...statements, statement] };
      const bytes = Buffer.byteLength(JSON.stringify(policy));
      if (bytes > MAXIMUM_BYTES)
        throw new AwsError(
          'PolicyLengthExceededException',
          `The final policy size (${bytes}) is bigger than the limit (${MAXIMUM_BYTES}).`,
          { Type: 'User' },
        );
      fn.policy = policy;
      fn.policyRevisionId = randomUUID();
      return { Statement: JSON.stringify(statement) };
    },
  },
  RemovePermission: {
    record: { eventName: 'RemovePermission20150331v2' },
    access: byName('RemovePermission'),
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      requirePolicyRevision(fn, input.RevisionId);
      const statements = fn.policy?.Statement ?? [];
      const kept = statements.filter(({ Sid }) => Sid !== input.StatementId);
      if (fn.policy === undefined || kept.length === statements.length)
        throw new AwsError(
          'ResourceNotFoundException',
          fn.policy === undefined
            ? 'No policy is associated with the given resource.'
            : `Statement ${input.StatementId} is not found in resource policy.`,
          { Type: 'User' },
        );
      if (kept.length === 0) delete fn.policy;
      else fn.policy = { ...fn.policy, Statement: kept };
      fn.policyRevisionId = randomUUID();
      return {};
    },
  },
  GetPolicy: {
    record: { eventName: 'GetPolicy20150331v2' },
    access: byName('GetPolicy'),
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      if (fn.policy === undefined)
        throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', { Type: 'User' });
      return { Policy: JSON.stringify(fn.policy), RevisionId: fn.policyRevisionId };
    },
  },
};

function requirePolicyRevision(fn: LambdaFunction, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== fn.policyRevisionId)
    throw new AwsError(
      'PreconditionFailedException',
      'The RevisionId provided does not match the latest RevisionId. Call the GetPolicy API to retrieve the latest RevisionId',
      { Type: 'User' },
    );
}

function statementOf(state: State, fn: LambdaFunction, input: AddPermissionCommandInput): PermissionStatement {
  const { StatementId: sid = '', Action: action = '' } = input;
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(sid))
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${sid}' at 'statementId' failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)`,
    );
  if (!/^(lambda:[*]|lambda:[A-Za-z]+|[*])$/.test(action))
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${action}' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])`,
    );
  const conditions = conditionsOf(input);
  const statement: PermissionStatement = {
    Sid: sid,
    Effect: 'Allow',
    Principal: principalOf(input.Principal ?? ''),
    Action: action,
    Resource: fn.arn,
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
  };
  const document: PolicyDocument = { Version: '2012-10-17', Statement: [statement] };
  if (missingPrincipals(state, document).length > 0)
    throw new AwsError(
      'InvalidParameterValueException',
      'The provided principal was invalid. Please check the principal and try again.',
      { Type: 'User' },
    );
  return statement;
}

function principalOf(principal: string): unknown {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
function conditionsOf(input: AddPermissionCommandInput): Record<string, Record<string, string>> {
  const equals: Record<string, string> = {};
  if (input.SourceAccount !== undefined) equals['AWS:SourceAccount'] = input.SourceAccount;
  if (input.PrincipalOrgID !== undefined) equals['aws:PrincipalOrgID'] = input.PrincipalOrgID;
  if (input.EventSourceToken !== undefined) equals['lambda:EventSourceToken'] = input.EventSourceToken;
  if (input.FunctionUrlAuthType !== undefined) equals['lambda:FunctionUrlAuthType'] = input.FunctionUrlAuthType;
  return {
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
    ...(input.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
  };
}
