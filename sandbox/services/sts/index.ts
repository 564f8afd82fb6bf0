/** AWS Security Token Service: regional, and recorded in the Region of the call. */
import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { AwsError } from '../../core/aws-error';
import { type Principal, sessionArn } from '../../core/principal';
import { type Access, type CallContext, type PolicyDocument, service } from '../../core/service';
import { trustPolicyOf } from '../iam/principals';
import { findRoleByArn } from '../iam/state';
import { issueSession } from './sessions';
import { sessionOf } from './state';

/** What stands in for the trust policy of a role that does not exist: it trusts nobody, so nobody learns that. */
const NOBODY: PolicyDocument = { Version: '2012-10-17', Statement: [] };

const DEFAULT_DURATION = 3600;

export const sts = service<typeof import('@aws-sdk/client-sts')>({
  name: 'sts',
  actionPrefix: 'sts',
  eventSource: 'sts.amazonaws.com',
  sdk: () => require('@aws-sdk/client-sts'),
  operations: {
    AssumeRole: {
      access: assumeRoleAccess,
      record: {
        readOnly: true,
        responseElements: ({ Credentials, AssumedRoleUser, SourceIdentity }: AssumeRoleResponse) => ({
          credentials: {
            accessKeyId: Credentials?.AccessKeyId,
            sessionToken: Credentials?.SessionToken,
            expiration: Credentials?.Expiration,
          },
          assumedRoleUser: { assumedRoleId: AssumedRoleUser?.AssumedRoleId, arn: AssumedRoleUser?.Arn },
          ...(SourceIdentity === undefined ? {} : { sourceIdentity: SourceIdentity }),
        }),
        resources: ({ RoleArn = '' }: AssumeRoleRequest) => [
          { ARN: RoleArn, accountId: RoleArn.split(':')[4] ?? '', type: 'AWS::IAM::Role' },
        ],
      },
      handle: assumeRole,
    },
    GetCallerIdentity: {
      // No policy can take this call away: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
      access: () => [],
      handle: (_input, { principal }) => {
        if (principal.kind === 'service')
          throw new AwsError('InvalidClientTokenId', 'A service has no caller identity.');
        return {
          UserId: `${principal.roleId}:${principal.sessionName}`,
          Account: principal.account,
          Arn: sessionArn(principal),
        };
      },
    },
    GetAccessKeyInfo: {
      handle: ({ AccessKeyId }, { state }) => {
        const session = sessionOf(state, AccessKeyId ?? '');
        if (session === undefined) throw new AwsError('ValidationError', `Invalid access key ID: ${AccessKeyId}`);
        return { Account: session.account };
      },
    },
  },
});

function assumeRoleAccess(input: AssumeRoleRequest, context: CallContext): Access[] {
  checkRequest(input);
  const roleArn = input.RoleArn ?? '';
  const role = findRoleByArn(context.state, roleArn);
  const sourceIdentity = sourceIdentityOf(input, context.principal);
  const access: Access = {
    action: 'sts:AssumeRole',
    resource: roleArn,
    resourcePolicy: role === undefined ? NOBODY : trustPolicyOf(context.state, role),
    context: {
      'sts:RoleSessionName': input.RoleSessionName ?? '',
      ...(input.ExternalId === undefined ? {} : { 'sts:ExternalId': input.ExternalId }),
      ...(sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': sourceIdentity }),
      ...Object.fromEntries([...(role?.tags ?? [])].map(([key, value]) => [`iam:ResourceTag/${key}`, value])),
    },
  };
  return sourceIdentity === undefined ? [access] : [access, { ...access, action: 'sts:SetSourceIdentity' }];
}

function assumeRole(input: AssumeRoleRequest, context: CallContext): AssumeRoleResponse {
  const role = findRoleByArn(context.state, input.RoleArn ?? '');
  if (role === undefined) throw new AwsError('AccessDenied', `The role ${input.RoleArn} cannot be assumed.`);
  const duration = input.DurationSeconds ?? DEFAULT_DURATION;
  if (duration > role.maxSessionDuration)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
  if (context.principal.kind === 'role' && duration > DEFAULT_DURATION)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  const sourceIdentity = sourceIdentityOf(input, context.principal);
  const { session, secretAccessKey, sessionToken, expiresAt } = issueSession(context, role, {
    sessionName: input.RoleSessionName ?? '',
    durationInSeconds: duration,
    sourceIdentity,
    invokedBy: context.principal.kind === 'service' ? context.principal.service : undefined,
  });
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: expiresAt,
    },
    AssumedRoleUser: { AssumedRoleId: `${session.roleId}:${session.sessionName}`, Arn: sessionArn(session) },
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
  };
}

/** A source identity, once set, stays with every further session: it can be repeated but not changed. */
function sourceIdentityOf(input: AssumeRoleRequest, principal: Principal): string | undefined {
  const held = principal.kind === 'role' ? principal.sourceIdentity : undefined;
  if (held !== undefined && input.SourceIdentity !== undefined && input.SourceIdentity !== held)
    throw new AwsError('AccessDenied', 'The source identity of a role session cannot be changed.');
  return input.SourceIdentity ?? held;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_RequestParameters */
function checkRequest(input: AssumeRoleRequest): void {
  const { RoleArn = '', RoleSessionName, SourceIdentity, DurationSeconds } = input;
  for (const member of [
    'Policy',
    'PolicyArns',
    'Tags',
    'TransitiveTagKeys',
    'SerialNumber',
    'ProvidedContexts',
  ] as const)
    if (input[member] !== undefined)
      throw new AwsError('NotImplemented', `The sandbox does not model sts:AssumeRole with ${member}.`);
  if (!/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(RoleArn)) throw new AwsError('ValidationError', `${RoleArn} is invalid`);
  checkText('roleSessionName', RoleSessionName ?? '');
  if (SourceIdentity !== undefined) checkText('sourceIdentity', SourceIdentity);
  if (DurationSeconds !== undefined && (DurationSeconds < 900 || DurationSeconds > 43_200))
    throw invalid('durationSeconds', DurationSeconds, 'Member must have value between 900 and 43200');
}

function checkText(member: string, value: string): void {
  if (value.length < 2 || value.length > 64) throw invalid(member, value, 'Member must have length between 2 and 64');
  if (!/^[\w+=,.@-]*$/.test(value))
    throw invalid(member, value, 'Member must satisfy regular expression pattern: [\\w+=,.@-]*');
}

function invalid(member: string, value: string | number, constraint: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
