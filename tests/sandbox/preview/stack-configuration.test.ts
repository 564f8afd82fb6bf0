import assert from 'node:assert/strict';
import { configurationFor } from '../../../sandbox/preview/stack-configuration';

describe('the configuration of a stack for a backend that is thrown away', () => {
  const text = [
    'secretsprovider: awskms://alias/example',
    'encryptedkey: AQECAHg=',
    'encryptionsalt: v1:real',
    'config:',
    '  pulumi:disable-default-providers: ["*"]',
    '  project:accountId: "444444444444"',
    '',
  ].join('\n');

  it('keeps the values, and nothing of the secrets of its own backend', () => {
    assert.equal(
      configurationFor(text),
      'config:\n  pulumi:disable-default-providers:\n    - "*"\n  project:accountId: "444444444444"\n',
    );
  });

  it('takes the salt of that backend', () => {
    assert.match(configurationFor(text, 'v1:thrown-away'), /^encryptionsalt: v1:thrown-away$/m);
  });
});
