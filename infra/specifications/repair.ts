/** The way back as declared: who may take on the repair roles, and what each of them, and the responder, may do. */
import type { OrganizationConfiguration } from '../configuration';
import { arnsOf, namesOf, roleArn } from '../names';
import { type PolicyDocument, type PolicyStatement, policy } from '../policy-document';
import type { Permission, ResourceType } from './resources/resource';
import { accountAdministersKey } from './trail';

/**
 * Only the responder's role takes on a repair role. The role may not exist when this policy is written, and a principal
 * that does not exist is refused; so the account is the principal, and the condition names the role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function repairRoleTrust(configuration: OrganizationConfiguration): PolicyDocument {
  const { partition, organizationId, securityAccountId } = configuration;
  return policy({
    Sid: 'ResponderOfTheSecurityAccount',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${securityAccountId}:root` },
    Action: 'sts:AssumeRole',
    Condition: {
      ArnEquals: { 'aws:PrincipalArn': arnsOf(configuration).responderRole },
      StringEquals: { 'aws:PrincipalOrgID': organizationId },
    },
  });
}

/** What keeping the resources of an account takes, by their type. */
export type KeptPermissions = readonly (readonly [type: ResourceType, permissions: readonly Permission[]])[];

/**
 * What the repair role of an account may do: the calls that keep what the account must have, and no others.
 *
 * @param kept `permissionsOf` the account
 */
export function repairRolePolicy(kept: KeptPermissions): PolicyDocument {
  const statements = kept.flatMap(([type, permissions]) =>
    permissions.map(
      ({ actions, resources, condition }, index): PolicyStatement => ({
        Sid: statementId(type, index),
        Effect: 'Allow',
        Action: [...actions],
        Resource: [...resources],
        ...(condition === undefined ? {} : { Condition: condition }),
      }),
    ),
  );
  return policy(...statements);
}

/** `log-group`, 1 → `KeepLogGroup2`: statement ids take letters and digits only. */
function statementId(type: ResourceType, index: number): string {
  const words = type.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return `Keep${words}${index === 0 ? '' : index + 1}`;
}

/** Lambda runs the responder. Handing the role to a function needs `iam:PassRole` in this account. */
export function responderTrust(): PolicyDocument {
  return policy({
    Sid: 'LambdaRunsTheResponder',
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  });
}

/** What the responder may do by itself: take on the repair roles, tell people, write its log, leave what it failed at. */
export function responderPolicy(configuration: OrganizationConfiguration): PolicyDocument {
  const { partition, homeRegion, securityAccountId } = configuration;
  const names = namesOf(configuration);
  const arns = arnsOf(configuration);
  return policy(
    {
      Sid: 'TakeOnTheRepairRoles',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: roleArn(partition, '*', names.repairRole),
    },
    { Sid: 'TellPeople', Effect: 'Allow', Action: 'sns:Publish', Resource: arns.alertTopic },
    encryptMessages(configuration),
    {
      Sid: 'WriteItsLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `arn:${partition}:logs:${homeRegion}:${securityAccountId}:log-group:${names.responderLogGroup}:*`,
    },
    { Sid: 'LeaveWhatItFailedAt', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arns.responderFailureQueue },
  );
}

/** Whoever publishes to an encrypted topic uses its key, through SNS alone. */
export function encryptMessages({
  partition,
  homeRegion,
  securityAccountId,
}: OrganizationConfiguration): PolicyStatement {
  return {
    Sid: 'EncryptWhatItTells',
    Effect: 'Allow',
    Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    Resource: `arn:${partition}:kms:${homeRegion}:${securityAccountId}:key/*`,
    Condition: { StringEquals: { 'kms:ViaService': `sns.${homeRegion}.amazonaws.com` } },
  };
}

/** The responder publishes alerts, and so do the rules of direct reports and the alarms of the security account; nobody else. */
export function alertTopicPolicy(configuration: OrganizationConfiguration): PolicyDocument {
  const { securityAccountId } = configuration;
  const { alertTopic, responderRole } = arnsOf(configuration);
  const { partition } = configuration;
  return policy(
    {
      Sid: 'AccountManages',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${securityAccountId}:root` },
      Action: [
        'sns:GetTopicAttributes',
        'sns:SetTopicAttributes',
        'sns:DeleteTopic',
        'sns:Subscribe',
        'sns:ListSubscriptionsByTopic',
      ],
      Resource: alertTopic,
    },
    {
      Sid: 'AlarmsOfThisAccount',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: alertTopic,
      Condition: { StringEquals: { 'aws:SourceAccount': securityAccountId } },
    },
    {
      Sid: 'DenyEveryOtherPublisher',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      Resource: alertTopic,
      Condition: {
        ArnNotEquals: {
          'aws:PrincipalArn': [
            responderRole,
            roleArn(partition, securityAccountId, namesOf(configuration).directReportRole),
          ],
        },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
  );
}

/** The key of the alerts: the account's policies decide who publishes; alarms need the key themselves. */
export function alertKeyPolicy(configuration: OrganizationConfiguration): PolicyDocument {
  const { partition, securityAccountId } = configuration;
  return policy(accountAdministersKey(partition, securityAccountId), {
    Sid: 'AlarmsOfThisAccount',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceAccount': securityAccountId } },
  });
}
