/** The entry of every stack: reads the configuration, and runs the program of the account's kind. */
import { logArchive } from '../stacks/log-archive';
import { management } from '../stacks/management';
import { member } from '../stacks/member';
import { security } from '../stacks/security';
import type { AccountKind, Configuration } from './configuration';
import { readConfiguration } from './settings';

const PROGRAMS: Readonly<Record<AccountKind, (configuration: Configuration) => object>> = {
  'log-archive': logArchive,
  security,
  management,
  member,
};

/** Deploys the current stack, and answers its outputs. */
export default async function deploy(): Promise<object> {
  const configuration = readConfiguration();
  return PROGRAMS[configuration.accountKind](configuration);
}
