/** The provider of a stack: one account, pinned, with the tags of everything that is made there. */
import * as aws from '@pulumi/aws';
import type { Configuration } from './configuration';
import { roleArn } from './names';

/**
 * Makes the one AWS provider of a stack. Resources of other Regions set `region`; a provider for each Region would start
 * a plugin process for each.
 */
export function accountProvider(configuration: Configuration): aws.Provider {
  const { partition, accountId, deploymentRoleName, homeRegion } = configuration;
  return new aws.Provider('account', {
    region: homeRegion as aws.Region,
    allowedAccountIds: [accountId],
    defaultTags: {
      tags: {
        'trailwarden:account-kind': configuration.accountKind,
        'trailwarden:account-name': configuration.accountName,
        'trailwarden:prefix': configuration.namePrefix,
      },
    },
    ...(deploymentRoleName === undefined
      ? {}
      : {
          assumeRoles: [
            {
              roleArn: roleArn(partition, accountId, deploymentRoleName),
              sessionName: `${configuration.namePrefix}-deployment`,
            },
          ],
        }),
  });
}
