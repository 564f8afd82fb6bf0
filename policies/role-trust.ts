/** Who takes on a role: named AWS services, or one named role of the organization. */
import { messagesOf, type ResourceRule } from './rule';
import { demands, grantsOf, isExact, isOrganization, namesOneRole } from './statement';

export const roleTrust: ResourceRule = {
  name: 'role-trust',
  description: 'Roles are taken on by the declared AWS services, or by one role of the organization.',
  level: 'mandatory',
  severity: 'critical',
  settings: ['allowedServices', 'organizationId'],
  kinds: ['aws.iam.Role'],
  check: ({ properties: { assumeRolePolicy } }, { allowedServices, organizationId }) =>
    grantsOf(assumeRolePolicy).flatMap((statement) => {
      const { label, services, awsPrincipals, otherPrincipals } = statement;
      const strangers = services.filter((service) => !allowedServices.includes(service));
      return messagesOf(
        [
          statement.admitsEverybody,
          `Statement ${label} trusts everybody: anyone with an AWS account could take on the role. Name who it is for.`,
        ],
        [
          strangers.length > 0,
          `Statement ${label} trusts ${strangers.join(', ')}: whoever may use that service could act by the role. ` +
            'Remove it, or add it to "allowedServices" of this rule.',
        ],
        [
          services.includes('events.amazonaws.com') &&
            !(
              demands(statement, 'aws:SourceAccount', isExact) &&
              demands(statement, 'aws:SourceArn', isRuleOfOneAccount)
            ),
          `Statement ${label} trusts EventBridge without "aws:SourceAccount" and "aws:SourceArn" of the account's own rules: ` +
            'any rule could send by the role. Add both conditions.',
        ],
        [
          awsPrincipals.length > 0 &&
            !demands(statement, 'aws:PrincipalArn', (value) => namesOneRole(value) && isExact(value)),
          `Statement ${label} trusts ${awsPrincipals.join(', ')} without "aws:PrincipalArn" of one role: every role of that ` +
            'account could take it on. Add the condition.',
        ],
        [
          awsPrincipals.length > 0 &&
            !demands(statement, 'aws:PrincipalOrgID', (value) => isOrganization(value, organizationId)),
          `Statement ${label} trusts ${awsPrincipals.join(', ')} without "aws:PrincipalOrgID" of ` +
            `${organizationId || 'one organization'}: an account that leaves the organization would keep the role. ` +
            'Add the condition.',
        ],
        [
          otherPrincipals.length > 0,
          `Statement ${label} trusts ${otherPrincipals.join(', ')}: people from outside could take on the role. Remove it.`,
        ],
      );
    }),
};

/** On the default bus or on a named one; a wildcard may end the name of the rule, and stand for nothing else. */
function isRuleOfOneAccount(value: string): boolean {
  return /^arn:[\w-]+:events:[^:]+:\d{12}:rule\/([^/*?]+\/)?[^/*?]+\*?$/.test(value);
}
