import assert from 'node:assert/strict';
import { type DeployedStack, deployedStack } from '../support/deployment';
import { SAMPLE } from '../support/organization';
import { all, keptBy, lineOf, madeBy, outline } from '../support/resources';

/** The components of each stack of the sample organization. */
const COMPONENTS: Readonly<Record<string, readonly string[]>> = {
  security: [
    'AlertTopic alerts',
    'CentralBus central',
    'DeliveryMonitor delivery',
    'DirectReport direct',
    'Forwarder forwarder',
    'RepairRole repair',
    'Responder responder',
  ],
  'log-archive': [
    'EncryptionKey trail-key',
    'Forwarder forwarder',
    'PrivateBucket access-logs',
    'PrivateBucket trail-bucket',
    'RepairRole repair',
  ],
  management: ['Forwarder forwarder', 'OrganizationTrail organization', 'RepairRole repair', 'SecondTrail second'],
  data: ['Forwarder forwarder', 'RepairRole repair'],
  payments: ['Forwarder forwarder', 'RepairRole repair'],
};

/** What is left when a stack goes, and what Pulumi refuses to delete, beside what belongs to a bucket. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  security: ['aws.cloudwatch.LogGroup responder-log-group', 'aws.kms.Key alerts-key'],
  'log-archive': ['aws.kms.Key trail-key', 'aws.s3.Bucket access-logs', 'aws.s3.Bucket trail-bucket'],
  management: [
    'aws.cloudtrail.Trail organization',
    'aws.cloudtrail.Trail second',
    'aws.cloudwatch.LogGroup organization-log-group',
    'aws.organizations.AwsServiceAccess organization-trusted-access',
  ],
  data: [],
  payments: [],
};

it('the sample organization has a stack for every kind of account, and two members', () => {
  assert.deepEqual(
    SAMPLE.stacks.map(({ name }) => name),
    Object.keys(COMPONENTS),
  );
});

for (const { name, kind, account, config } of SAMPLE.stacks)
  describe(`the ${name} stack`, () => {
    let stack: DeployedStack;
    before(async () => {
      stack = await deployedStack(name);
    });

    it('is made of its components, and everything else is part of one', () => {
      assert.deepEqual(
        outline(stack).filter((line) => !line.startsWith(' ')),
        COMPONENTS[name],
      );
    });

    it('puts everything into its own account, by the one provider that is pinned to it', () => {
      const providers = stack.resources.filter(({ type }) => type.startsWith('pulumi:providers:'));
      assert.deepEqual(
        providers.map(({ type, name: logical, inputs: { allowedAccountIds, region, assumeRoles } }) => ({
          type,
          logical,
          allowedAccountIds: JSON.parse(String(allowedAccountIds)),
          region,
          assumeRoles,
        })),
        [
          {
            type: 'pulumi:providers:aws',
            logical: 'account',
            allowedAccountIds: [account],
            region: 'us-east-1',
            assumeRoles: undefined,
          },
        ],
      );
      const reference = `${providers[0]?.urn}::${providers[0]?.id}`;
      for (const each of madeBy(stack).filter(({ custom }) => custom)) assert.equal(each.provider, reference, each.urn);
    });

    it('allows no default provider', () => {
      assert.equal(config['pulumi:disable-default-providers'], '["*"]');
    });

    it("tags by the provider's default tags alone", () => {
      const tags = {
        'trailwarden:account-kind': kind,
        'trailwarden:account-name': name,
        'trailwarden:prefix': 'trailwarden',
      };
      const [provider] = stack.resources.filter(({ type }) => type === 'pulumi:providers:aws');
      assert.deepEqual(JSON.parse(String(provider?.inputs.defaultTags)), { tags });
      const tagged = madeBy(stack).filter(({ outputs }) => outputs.tagsAll !== undefined);
      for (const each of tagged) assert.deepEqual(each.outputs.tagsAll, tags, each.urn);
      assert.ok(tagged.length >= 6);
      for (const each of madeBy(stack)) assert.equal(each.inputs.tags, undefined, each.urn);
    });

    it('ignores no change, and empties nothing before it goes', () => {
      for (const each of stack.resources) {
        assert.deepEqual(each.ignoreChanges, [], each.urn);
        for (const option of ['forceDestroy', 'skipDestroy', 'bypassPolicyLockoutSafetyCheck'])
          assert.equal(each.inputs[option], undefined, each.urn);
      }
    });

    it('has no setting of a bucket in the deprecated form, on the bucket', () => {
      for (const { inputs } of all(stack, 'aws.s3.Bucket'))
        assert.deepEqual(Object.keys(inputs).sort(), ['bucket', 'objectLockEnabled']);
    });

    it('protects and keeps what holds evidence, and nothing else', () => {
      const { protect, retainOnDelete } = keptBy(stack);
      assert.deepEqual(protect, KEPT[name]);
      assert.deepEqual(
        retainOnDelete.filter((line) => !/^aws\.s3\.Bucket[A-Z]/.test(line)),
        KEPT[name],
      );
    });

    it('repeats no logical name within a kind, and no word within a name', () => {
      const lines = madeBy(stack).map(lineOf);
      assert.equal(new Set(lines).size, lines.length);
      for (const { name: logical } of madeBy(stack)) assert.doesNotMatch(logical, /(^|-)(\w+)-\2(-|$)/);
    });

    it('names by stable keys: the order of a list in the configuration changes no URN', async () => {
      const lists = (regions: string[], addresses: string[]) => ({
        governedRegions: JSON.stringify(regions),
        alertSubscriptions: JSON.stringify(addresses),
      });
      const urns = async (changes: ReturnType<typeof lists>): Promise<string[]> =>
        (await deployedStack(name, changes)).resources.map(({ urn }) => urn).sort();
      const regions = ['us-east-1', 'eu-west-1', 'eu-central-1'];
      const addresses = ['a@example.com', 'b@example.com', 'c@example.com'];
      assert.deepEqual(
        await urns(lists(regions, addresses)),
        await urns(lists([...regions].reverse(), [...addresses].reverse())),
      );
    });
  });
