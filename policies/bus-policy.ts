/** The central bus admits the forwarders of one organization, with events of AWS. */
import { messagesOf, type ResourceRule } from './rule';
import { demands, grantsOf, isOrganization, namesOneRole } from './statement';

export const busPolicy: ResourceRule = {
  name: 'bus-policy',
  description: 'An event bus admits only forwarder roles of the organization, and only events of AWS.',
  level: 'mandatory',
  severity: 'critical',
  settings: ['organizationId'],
  kinds: ['aws.cloudwatch.EventBusPolicy', 'aws.cloudwatch.EventPermission'],
  check: ({ kind, properties: { policy } }, { organizationId }) =>
    kind === 'aws.cloudwatch.EventPermission'
      ? [
          'An EventPermission cannot name the forwarder role: every role of the account could send. Use an EventBusPolicy.',
        ]
      : grantsOf(policy).flatMap((statement) =>
          messagesOf(
            [
              !demands(statement, 'aws:PrincipalOrgID', (value) => isOrganization(value, organizationId)),
              `Statement ${statement.label} does not demand "aws:PrincipalOrgID" of ${organizationId || 'one organization'}: ` +
                'strangers could send reports, and hide true ones among false ones. Add the condition.',
            ],
            [
              !demands(statement, 'aws:PrincipalArn', namesOneRole),
              `Statement ${statement.label} does not demand "aws:PrincipalArn" of the forwarder role: every role of every account ` +
                'could send reports. Add the condition.',
            ],
            [
              !demands(statement, 'events:source', (value) => value.startsWith('aws.')),
              `Statement ${statement.label} does not demand "events:source" of aws.*: made-up events could be sent as reports. ` +
                'Add the condition, with Null beside ForAllValues.',
            ],
          ),
        ),
};
