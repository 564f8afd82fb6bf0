/** The providers of one run: each attached to and configured once, found by reference, and killed together where a test says so. */
import { status } from '@grpc/grpc-js';
import { ProviderConnection } from './provider-connection';
import type { Snapshot } from './snapshot';
import type { Properties } from './values';

export interface ProviderOptions {
  /** `host:port` on loopback, where the provider for every package answers. */
  readonly address: string;
  /** Calls after which the provider is gone. @default - it stays */
  readonly killAfter?: number;
  /** Told of every call that is made: its name, and the URN where it has one. */
  readonly onCall?: (method: string, urn: string) => void;
  /** Whether the provider has died meanwhile: then no answer of it is heard any more. @default - it lives */
  readonly hasDied?: () => boolean;
}

export class Providers {
  /** By reference, `urn::id`. */
  private readonly configured = new Map<string, Promise<ProviderConnection>>();
  private readonly connections: ProviderConnection[] = [];
  private calls = 0;

  /**
   * @param snapshot where the configuration stands of providers that the program does not register
   * @param config the stack's configuration, which may forbid default providers
   */
  constructor(
    private readonly options: ProviderOptions,
    private readonly snapshot: Snapshot,
    private readonly config: Readonly<Record<string, string>>,
  ) {}

  /** A provider that is attached to and not yet configured. */
  async attach(): Promise<ProviderConnection> {
    const { address, killAfter = Number.POSITIVE_INFINITY, onCall, hasDied = () => false } = this.options;
    const connection = new ProviderConnection(address, {
      beforeCall: (method, urn) => {
        if (this.calls >= killAfter || hasDied()) throw new ProviderGone();
        this.calls += 1;
        onCall?.(method, urn);
      },
      beforeAnswer: () => {
        if (hasDied()) throw new ProviderGone();
      },
    });
    this.connections.push(connection);
    await connection.attach();
    return connection;
  }

  /** Configures a provider; from then on its resources find it. */
  async configure(reference: string, connection: ProviderConnection, inputs: Properties): Promise<void> {
    const configured = connection.configure(inputs).then(() => connection);
    this.configured.set(reference, configured);
    await configured;
  }

  /**
   * The provider that a resource or a function names.
   *
   * @throws Error in the engine's words, where it names none
   */
  async of(reference: string, token: string): Promise<ProviderConnection> {
    if (reference === '') throw new Error(this.withoutProvider(token));
    const known = this.configured.get(reference);
    if (known !== undefined) return await known;
    const state = [...this.snapshot.resources.values()].find(({ urn, id }) => `${urn}::${id}` === reference);
    if (state === undefined) throw new Error(`unknown provider '${reference}' for '${token}'`);
    const configured = this.attach().then(async (connection) => {
      await connection.configure(state.inputs);
      return connection;
    });
    this.configured.set(reference, configured);
    return await configured;
  }

  async close(): Promise<void> {
    await Promise.all(this.connections.map((connection) => connection.close()));
  }

  private withoutProvider(token: string): string {
    const [name = ''] = token.split(':');
    const disabled = JSON.parse(this.config['pulumi:disable-default-providers'] ?? '[]') as string[];
    if (disabled.includes('*') || disabled.includes(name))
      return `Default provider for '${name}' disabled. '${token}' must use an explicit provider.`;
    return `'${token}' names no provider, and this engine makes no default ones.`;
  }
}

/** What the engine hears of a provider that died. */
class ProviderGone extends Error {
  readonly code = status.UNAVAILABLE;
  readonly details = 'error reading from server: EOF';

  constructor() {
    super(`${status.UNAVAILABLE} UNAVAILABLE: error reading from server: EOF`);
  }
}
