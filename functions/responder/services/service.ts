/** A client of one AWS service, with the commands that keepers use. */
import type { Fields } from '../aws';

export interface ClientSettings {
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  readonly maxAttempts: number;
  readonly requestHandler: object;
}

/** Makes one call. @throws the SDK's exceptions, and an Error for an operation that no keeper uses */
export type Sender = (operation: string, input: Fields) => Promise<Fields>;

type Constructor<Input, Instance> = new (input: Input) => Instance;

/**
 * Makes clients of a service out of its SDK's parts.
 *
 * @param commands the constructors of the commands, by operation
 */
export function senders<Client extends { send(command: never): Promise<object> }>(
  client: Constructor<ClientSettings, Client>,
  commands: Readonly<Record<string, Constructor<never, unknown>>>,
): (settings: ClientSettings) => Sender {
  return (settings) => {
    const connected = new client(settings);
    return async (operation, input) => {
      const Command = commands[operation];
      if (Command === undefined) throw new Error(`No keeper uses ${operation}.`);
      return (await connected.send(new Command(input as never) as never)) as Fields;
    };
  };
}
