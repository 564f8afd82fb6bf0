/** The calls that one operation on a resource makes: what failed, what has changed something, and what was made. */
import type { Gate } from '../../core/gate';
import { onlyLooks } from '../../core/operation-name';
import type { Call } from '../../core/service';
import type { ResourceAdapter } from '../../resources/adapter';
import { type ConfiguredProvider, cloudOf } from '../../resources/provider';
import type { ProviderCloud } from '../../resources/provider-cloud';

export class CallHistory {
  /** AWS as the operation reaches it. */
  readonly cloud: ProviderCloud;
  private readonly answers: unknown[] = [];
  private hasChanged = false;
  private last: string | undefined;

  constructor(
    private readonly provider: ConfiguredProvider,
    private readonly region: unknown,
  ) {
    this.cloud = cloudOf({ ...provider, gate: { call: (call) => this.make(call) } }, region);
  }

  /** Whether a call has succeeded that does more than look. */
  get changed(): boolean {
    return this.hasChanged;
  }

  /** The call that was made last: `sns:CreateTopic`. */
  get lastCall(): string | undefined {
    return this.last;
  }

  /**
   * The id of a resource whose creation failed on the way: the creation is gone through once more with the answers that AWS
   * gave, while the calls that were left are not made.
   *
   * @returns undefined where an id cannot be told
   */
  async idMade(adapter: ResourceAdapter, inputs: object, name: string): Promise<string | undefined> {
    const answers = [...this.answers];
    const gate: Pick<Gate, 'call'> = { call: async () => answers.shift() ?? {} };
    try {
      return await adapter.create(cloudOf({ ...this.provider, gate }, this.region), inputs as never, name);
    } catch {
      return undefined;
    }
  }

  private async make(call: Call): Promise<unknown> {
    this.last = `${call.service}:${call.operation}`;
    const answer = await this.provider.gate.call(call);
    this.answers.push(answer);
    if (!onlyLooks(call.operation)) this.hasChanged = true;
    return answer;
  }
}
