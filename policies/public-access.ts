/** Nothing is open to everybody. */
import { isGiven, isOneOf, shown } from './property';
import { messagesOf, type ResourceRule } from './rule';
import { demands, grantsOf, isOrganization } from './statement';

export const publicAccess: ResourceRule = {
  name: 'public-access',
  description: 'No policy, permission or ACL is open to everybody.',
  level: 'mandatory',
  severity: 'critical',
  settings: ['organizationId'],
  kinds: [
    'aws.cloudwatch.EventBusPolicy',
    'aws.kms.Key',
    'aws.lambda.Permission',
    'aws.s3.Bucket',
    'aws.s3.BucketAcl',
    'aws.s3.BucketPolicy',
    'aws.sns.Topic',
    'aws.sns.TopicPolicy',
    'aws.sqs.Queue',
    'aws.sqs.QueuePolicy',
  ],
  check: ({ kind, properties: { policy, acl, principal, principalOrgId } }, { organizationId }) => [
    ...grantsOf(policy)
      .filter((statement) => statement.admitsEverybody && !isForTheOrganization(statement, organizationId))
      .map(
        ({ label }) =>
          `Statement ${label} admits everybody, without "aws:PrincipalOrgID" of ${organizationId || 'one organization'}. ` +
          'Name who it is for, or add the condition.',
      ),
    ...messagesOf(
      [
        isGiven(acl) && !isOneOf(acl, 'private', 'log-delivery-write'),
        `"acl" is ${shown(acl)}: it grants access beside the policy. Leave it out.`,
      ],
      [
        kind === 'aws.lambda.Permission' && principal === '*' && !isGiven(principalOrgId),
        '"principal" is "*": anybody could run the function. Name the service or the account, with "sourceArn".',
      ],
    ),
  ],
};

function isForTheOrganization(statement: Parameters<typeof demands>[0], organizationId: string): boolean {
  const isIt = (value: string): boolean => isOrganization(value, organizationId);
  return demands(statement, 'aws:PrincipalOrgID', isIt) || demands(statement, 'aws:SourceOrgID', isIt);
}
