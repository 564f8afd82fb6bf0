/** The real services, with resources in them that are made, read, changed, imported and deleted as the engine asks for it. */
import assert from 'node:assert/strict';
import type { Service } from '../../../sandbox/core/service';
import type { ResourceAdapter } from '../../../sandbox/resources/adapter';
import { isSame } from '../../../sandbox/resources/change';
import { type ProviderCloud, providerCloud } from '../../../sandbox/resources/provider-cloud';
import type { Tags } from '../../../sandbox/resources/tags';
import { type TestCloud, testGate } from '../support';

type Properties = Readonly<Record<string, unknown>>;

export const ACCOUNT = '333333333333';
export const REGION = 'eu-west-1';

/** One account's provider in Ireland, with one default tag. */
export class ResourceWorld {
  readonly test: TestCloud;
  readonly cloud: ProviderCloud;

  constructor(services: readonly Service[]) {
    this.test = testGate(services);
    this.cloud = this.provider({ team: 'security' });
  }

  /** The same account's provider with other default tags. */
  provider(defaultTags: Tags): ProviderCloud {
    const { gate, clock } = this.test;
    const principal = this.test.administrator(ACCOUNT);
    return providerCloud({ gate, wait: (ms) => clock.pass(ms), principal, region: REGION, defaultTags });
  }

  /** Makes a resource, and checks that it reads back as it was asked for, to a program and to an import alike. */
  async make(adapter: ResourceAdapter, inputs: Properties, importId?: string): Promise<Made> {
    const id = await adapter.create(this.cloud, inputs as never, 'audit-1a2b3c4');
    const made = new Made(this, adapter, id, inputs);
    await made.shows(inputs);
    await made.isImported(importId ?? id);
    return made;
  }

  /** The operations that `deed` calls and that change something, with those that AWS refused; not what AWS does itself. */
  async writes(deed: () => Promise<unknown>): Promise<string[]> {
    const before = this.test.answered.length;
    await deed();
    return this.test.answered
      .slice(before)
      .filter(({ call }) => call.principal.kind === 'role')
      .map(({ call }) => call.operation)
      .filter((operation) => !/^(Describe|Get|Head|List)/.test(operation));
  }
}

/** A resource that is there. */
export class Made {
  constructor(
    private readonly world: ResourceWorld,
    readonly adapter: ResourceAdapter,
    readonly id: string,
    public inputs: Properties,
  ) {}

  async read(inputs: Properties = this.inputs, id = this.id): Promise<Properties | undefined> {
    return (await this.adapter.read(this.world.cloud, id, inputs as never)) as Properties | undefined;
  }

  /** Asserts that the state says the same of every input. */
  async shows(inputs: Properties): Promise<void> {
    const state = await this.read();
    assert.ok(state, `${this.id} is gone`);
    for (const [input, given] of Object.entries(inputs)) {
      const { unread = [], computed = [] } = this.adapter;
      if (unread.includes(input) || (given === undefined && computed.includes(input))) continue;
      const meant = given ?? this.adapter.defaults?.[input];
      assert.ok(isSame(state[input], meant), `${input}: ${JSON.stringify(state[input])} for ${JSON.stringify(meant)}`);
    }
  }

  /** Asserts that the id alone tells all that there is to know, but for what AWS shows to nobody. */
  async isImported(importId: string): Promise<void> {
    const [known, imported] = [await this.read(), await this.read({}, importId)];
    assert.ok(known && imported, `${importId} is gone`);
    for (const input of this.adapter.inputs)
      if (!this.adapter.unread?.includes(input)) assert.deepEqual(imported[input], known[input], input);
    assert.equal(this.adapter.idOf?.(imported) ?? importId, this.id);
  }

  /**
   * Changes inputs (`undefined` leaves one out), by `calls` and no others, and asserts that the state shows it and that a
   * second time changes nothing.
   */
  async update(change: Properties, calls: readonly string[]): Promise<void> {
    const { adapter, world, id } = this;
    const news = Object.fromEntries(
      Object.entries({ ...this.inputs, ...change }).filter(([, value]) => value !== undefined),
    );
    const olds = this.inputs;
    for (const [from, expected] of [
      [olds, calls],
      [news, []],
    ] as const) {
      const made = await world.writes(async () => adapter.update?.(world.cloud, id, news as never, from as never));
      assert.deepEqual(made, expected, `calls for ${Object.keys(change).join(', ')}`);
    }
    this.inputs = news;
    await this.shows(change);
  }

  /** Deletes the resource by `calls`, and asserts that it is gone, and that what is gone counts as deleted. */
  async delete(calls: readonly string[]): Promise<void> {
    await this.remove(calls);
    assert.equal(await this.read(), undefined, `${this.id} is still there`);
    await this.remove();
  }

  /** Deletes the resource, by `calls` if they matter. */
  async remove(calls?: readonly string[]): Promise<void> {
    const { adapter, world, id, inputs } = this;
    const made = await world.writes(async () => adapter.delete?.(world.cloud, id, inputs as never));
    if (calls !== undefined) assert.deepEqual(made, calls);
  }
}
