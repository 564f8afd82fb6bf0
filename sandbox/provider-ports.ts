/** The provider door of every account: one port for each, so that the account is certain and stacks can run at one time. */
import { deploymentTarget } from './deployment';
import { type ServedProvider, serveProvider } from './doors/provider/index';
import type { Sandbox } from './sandbox';

export interface ServedProviders {
  /** Port by account id. */
  readonly ports: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Serves the provider of each account on a free port of loopback. */
export async function serveProviders(sandbox: Sandbox, accounts: readonly string[]): Promise<ServedProviders> {
  const { deployer, ...target } = deploymentTarget(sandbox);
  const served = new Map<string, ServedProvider>();
  const close = async (): Promise<void> => {
    await Promise.all([...served.values()].map((provider) => provider.close()));
  };
  try {
    for (const account of accounts)
      served.set(
        account,
        await serveProvider({ ...target, gate: sandbox.doorGate, principal: await deployer(account) }),
      );
  } catch (error) {
    await close();
    throw error;
  }
  return { ports: new Map([...served].map(([account, { port }]) => [account, port])), close };
}
