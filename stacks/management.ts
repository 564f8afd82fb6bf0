/** The management account: it owns the organization trail, because only it can. */
import type * as pulumi from '@pulumi/pulumi';
import { Guardrails } from '../components/guardrails';
import { OrganizationTrail } from '../components/organization-trail';
import { SecondTrail } from '../components/second-trail';
import { accountProvider } from '../infra/account-provider';
import type { Configuration } from '../infra/configuration';
import { stackOutput } from '../infra/stack-output';
import { reportingAccount } from './member';

export interface ManagementOutputs {
  readonly trailArn: pulumi.Output<string>;
}

export function management(configuration: Configuration): ManagementOutputs {
  const provider = accountProvider(configuration);
  const kmsKeyArn = stackOutput('log-archive', 'trailKeyArn');
  const trail = new OrganizationTrail('organization', { configuration, kmsKeyArn }, { provider });
  const second = new SecondTrail('second', { configuration, kmsKeyArn }, { provider });
  reportingAccount(configuration, provider, [trail, second]);
  const { guardrailTargets: targets = [] } = configuration;
  if (targets.length > 0) new Guardrails('guardrails', { configuration, targets }, { provider });
  return { trailArn: trail.arn };
}
