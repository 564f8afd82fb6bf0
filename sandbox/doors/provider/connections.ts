/** The engines that are connected, each with the provider that it has configured. */
import { resolve } from 'node:path';
import type { ConfiguredProvider } from '../../resources/provider';

/**
 * A call about a resource does not say which provider it is for, but every provider that an engine opens has a connection of
 * its own. So stacks that are deployed at one time, and a provider beside its own former configuration, stay apart.
 */
export class Connections {
  private readonly providers = new Map<string, ConfiguredProvider>();
  private readonly folders = new Map<string, string>();
  private last: ConfiguredProvider | undefined;

  /** @param most connections that are remembered: an engine does not say when it goes */
  constructor(private readonly most = 1000) {}

  configured(peer: string, provider: ConfiguredProvider): void {
    this.last = provider;
    this.remember(this.providers, peer, provider);
  }

  /** Says where the program is to which a connection belongs. */
  located(peer: string, folder: string): void {
    this.remember(this.folders, peer, folder);
  }

  /**
   * The provider of a connection; one that was lost and made anew has the provider that was configured last.
   *
   * @throws Error before any was configured
   */
  providerOf(peer: string): ConfiguredProvider {
    const found = this.providers.get(peer) ?? this.last;
    if (found === undefined) throw new Error('The provider has not been configured.');
    return found;
  }

  /** Makes paths of a connection's program absolute. */
  pathsOf(peer: string): (path: string) => string {
    const folder = this.folders.get(peer) ?? process.cwd();
    return (path) => resolve(folder, path);
  }

  private remember<T>(kept: Map<string, T>, peer: string, value: T): void {
    kept.delete(peer);
    kept.set(peer, value);
    for (const oldest of kept.keys()) if (kept.size > this.most) kept.delete(oldest);
  }
}
