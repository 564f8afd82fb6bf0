/** A member account: it reports tampering, and lets the responder in. */
import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { Forwarder } from '../components/forwarder';
import { RepairRole } from '../components/repair-role';
import { accountProvider } from '../infra/account-provider';
import type { Configuration } from '../infra/configuration';

export function member(configuration: Configuration): Record<string, never> {
  reportingAccount(configuration, accountProvider(configuration));
  return {};
}

/**
 * What every account has, whatever else it is: tampering happens where the resources are. The repair role comes after what it
 * keeps, so that nothing is made by a repair before its deployment makes it, and before the first report is sent.
 *
 * @param kept what else of the account the repair role keeps
 */
export function reportingAccount(
  configuration: Configuration,
  provider: aws.Provider,
  kept: pulumi.Resource[] = [],
): void {
  const { accountId, accountKind } = configuration;
  const forwarder = new Forwarder(
    'forwarder',
    { configuration, accountId, accountKind },
    { provider, dependsOn: kept },
  );
  new RepairRole('repair', { configuration, accountId, accountKind }, { provider, dependsOn: forwarder.role });
}
