/** A sandbox with the accounts of the base and of the branch, and nothing deployed in them, for the real engine. */
import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { deploymentTarget } from '../deployment';
import { type ServedProvider, serveProvider } from '../doors/provider/index';
import type { OrganizationDescription } from '../organization';
import { openSandbox } from '../sandbox';
import type { EmptySandbox } from './branch-preview';

export interface ServedSandbox extends EmptySandbox {
  close(): Promise<void>;
}

/**
 * Serves a provider for each account.
 *
 * @param backend a folder for the state of the stacks
 */
export async function serveEmptySandbox(
  organization: OrganizationDescription,
  backend: string,
): Promise<ServedSandbox> {
  const sandbox = await openSandbox({ organization, clock: 'real' });
  const { deployer, ...door } = deploymentTarget(sandbox);
  const providers = new Map<string, ServedProvider>();
  for (const { id } of organization.accounts)
    providers.set(id, await serveProvider({ ...door, principal: await deployer(id) }));
  mkdirSync(backend, { recursive: true });
  return {
    environmentOf: (account) => {
      const provider = providers.get(account);
      return provider === undefined ? undefined : environment(provider.port, backend);
    },
    close: async () => {
      await Promise.all([...providers.values()].map((provider) => provider.close()));
      await sandbox.close();
    },
  };
}

/** The engine attaches to the provider, looks for no plugin, and keeps its state, and its secrets, in what is thrown away. */
function environment(port: number, backend: string): Readonly<Record<string, string | undefined>> {
  return {
    PULUMI_DEBUG_PROVIDERS: `aws:${port}`,
    PULUMI_BACKEND_URL: pathToFileURL(backend).href,
    PULUMI_CONFIG_PASSPHRASE: 'thrown-away',
    PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
  };
}
