import assert from 'node:assert/strict';
import { ProviderClient } from '../../../sandbox/bench/provider-client';
import { callsPerResource } from '../../../sandbox/bench/provider-door';
import { deploymentTarget } from '../../../sandbox/deployment';
import { type ServedProvider, serveProvider } from '../../../sandbox/doors/provider/index';
import { emptyOrganization } from '../../support/organization';

describe('The client of a provider', () => {
  const { state, gate, answered } = emptyOrganization();
  const queue = 'urn:pulumi:payments::trailwarden::trailwarden:components:Forwarder$aws:sqs/queue:Queue::letters';
  let served: ServedProvider;
  let client: ProviderClient;
  before(async () => {
    const target = deploymentTarget({ state, gate });
    served = await serveProvider({ ...target, principal: await target.deployer('444444444444') });
    client = new ProviderClient(served.port);
  });
  after(async () => {
    client.close();
    await served.close();
  });

  it('configures it, and makes resources with the inputs that it has completed', async () => {
    await client.configure('urn:pulumi:payments::trailwarden::pulumi:providers:aws::account', { region: 'eu-west-1' });
    const { id, state: outputs } = await client.create(queue, { messageRetentionSeconds: 60 });
    const { region, name } = outputs.toJavaScript();
    assert.equal(region, 'eu-west-1');
    assert.match(String(name), /^letters-[0-9a-f]{7}$/);
    assert.ok(id.endsWith(`/444444444444/${String(name)}`), id);
    assert.ok(answered.some(({ call }) => call.operation === 'CreateQueue'));
  });

  it('asks its functions', async () => {
    const identity = await client.invoke('aws:index/getCallerIdentity:getCallerIdentity', {});
    assert.equal(identity.toJavaScript().accountId, '444444444444');
  });

  it('says what it refuses, and what AWS answered', async () => {
    await assert.rejects(client.create(queue, { colour: 'red' }), /letters is refused: Unsupported argument.*"colour"/);
    await assert.rejects(client.create(queue, { name: 'not a name' }), /InvalidParameterValue/);
  });
});

describe('The calls for a resource', () => {
  it('are those of all stacks by all of their resources, so that a small stack counts little', () => {
    const stacks = [
      { calls: 90, resources: 30 },
      { calls: 10, resources: 10 },
    ];
    assert.equal(callsPerResource(stacks), 2.5);
  });
});
