/** The entry of every stack: reads the configuration, and runs the program of the account's kind. */
import { logArchive } from '../stacks/log-archive';
import { management } from '../stacks/management';
import { member } from '../stacks/member';
import { security } from '../stacks/security';
import type { AccountKind, Configuration } from './configuration';
import { identityOf, refuseNewIdentity } from './identity';
import { readConfiguration } from './settings';
import { requireStack } from './stack-output';

const PROGRAMS: Readonly<Record<AccountKind, (configuration: Configuration) => object>> = {
  'log-archive': logArchive,
  security,
  management,
  member,
};

/** Deploys the current stack, and answers its outputs. */
async function deploy(): Promise<object> {
  const configuration = readConfiguration();
  await refuseNewIdentity(configuration);
  // AWS would refuse the targets of every forwarder, half-way through and without a word about what is missing.
  if (configuration.accountKind !== 'security') await requireStack('security', 'centralBusArn');
  return { ...PROGRAMS[configuration.accountKind](configuration), identity: identityOf(configuration) };
}

// Pulumi calls what a CommonJS entry exports when that is a function. A default export is not: it is one key of an object
// that Pulumi takes for the stack's outputs, and nothing is deployed.
export = deploy;
