/** The environment in which the Pulumi CLI deploys one stack into a running sandbox. */
import { pathToFileURL } from 'node:url';
import type { RunningSandbox } from './running-sandbox';

/** Nothing of worth is encrypted with it: the backend belongs to the sandbox. */
const PASSPHRASE = 'sandbox';

/**
 * The variables for one stack.
 *
 * @throws Error naming the stacks there are
 */
export function stackEnvironment(
  { accounts, backend }: RunningSandbox,
  stack: string | undefined,
): Record<string, string> {
  const found = stack !== undefined && Object.hasOwn(accounts, stack) ? accounts[stack] : undefined;
  const known = Object.keys(accounts).join(', ');
  if (stack === undefined) throw new Error(`Name a stack: npm run -s sandbox:env -- <stack>. There are ${known}.`);
  if (found === undefined) throw new Error(`There is no stack "${stack}" in the sandbox. There are ${known}.`);
  return engineEnvironment(found.providerPort, backend);
}

/** The engine attaches to the provider on a port, looks for no plugin, and keeps its state in a folder of the sandbox. */
export function engineEnvironment(providerPort: number, backend: string): Record<string, string> {
  return {
    PULUMI_DEBUG_PROVIDERS: `aws:${providerPort}`,
    PULUMI_BACKEND_URL: pathToFileURL(backend).href,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_SKIP_UPDATE_CHECK: '1',
  };
}

/** Variables as a POSIX shell takes them from `eval`, one line for each. */
export function shellExports(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('');
}
