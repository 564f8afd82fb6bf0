import assert from 'node:assert/strict';
import { EncryptionKey } from '../../components/encryption-key';
import { trailKeyPolicy } from '../../infra/specifications/trail';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { keptBy, outline, the } from '../support/resources';

describe('EncryptionKey', () => {
  let deployed: DeployedStack;
  before(async () => {
    deployed = await deployedComponent({ stack: 'log-archive' }, (provider, configuration) => {
      const policy = trailKeyPolicy(configuration);
      const key = new EncryptionKey('files', { description: 'Files.', alias: 'alias/files', policy }, { provider });
      return { arn: key.arn, keyId: key.keyId };
    });
  });

  it('is a key and its alias, and nothing else', () => {
    assert.deepEqual(outline(deployed), ['EncryptionKey files', '  aws.kms.Alias files-alias', '  aws.kms.Key files']);
  });

  it('rotates every year, waits 30 days before it is deleted, and has the given policy', () => {
    assert.deepEqual(the(deployed, 'aws.kms.Key', 'files').inputs, {
      description: 'Files.',
      policy: JSON.stringify(trailKeyPolicy(deployed.configuration)),
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: 30,
    });
  });

  it('has the given alias', () => {
    const { keyId } = the(deployed, 'aws.kms.Key', 'files').outputs;
    assert.deepEqual(the(deployed, 'aws.kms.Alias', 'files-alias').inputs, { name: 'alias/files', targetKeyId: keyId });
  });

  it('is protected, and kept when its stack goes', () => {
    assert.deepEqual(keptBy(deployed), { protect: ['aws.kms.Key files'], retainOnDelete: ['aws.kms.Key files'] });
  });

  it('says its ARN and its id', () => {
    const { arn, keyId } = the(deployed, 'aws.kms.Key', 'files').outputs;
    assert.deepEqual(deployed.outputs, { arn, keyId });
  });
});
