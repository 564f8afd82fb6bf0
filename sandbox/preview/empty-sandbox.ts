/** A sandbox with the accounts of the base and of the branch, and nothing deployed in them, for the real engine. */
import { mkdirSync } from 'node:fs';
import type { OrganizationDescription } from '../organization';
import { serveProviders } from '../provider-ports';
import { openSandbox } from '../sandbox';
import { engineEnvironment } from '../shell-environment';
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
  const providers = await serveProviders(
    sandbox,
    organization.accounts.map(({ id }) => id),
  );
  mkdirSync(backend, { recursive: true });
  return {
    environmentOf: (account) => {
      const port = providers.ports.get(account);
      return port === undefined
        ? undefined
        : { ...engineEnvironment(port, backend), PULUMI_NODEJS_TRANSPILE_ONLY: 'true' };
    },
    close: async () => {
      await providers.close();
      await sandbox.close();
    },
  };
}
