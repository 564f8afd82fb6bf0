import assert from 'node:assert/strict';
import { evidenceProtection } from '../../policies/evidence-protection';
import { messageEncryption } from '../../policies/message-encryption';
import { publicAccess } from '../../policies/public-access';
import { added, changed, declared, messages, reports } from './support';

const everybody = (condition?: object) => ({
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', ...(condition ? { Condition: condition } : {}) },
    ],
  }),
});
const open = (organization: string): string =>
  `Statement number 1 admits everybody, without "aws:PrincipalOrgID" of ${organization}. ` +
  'Name who it is for, or add the condition.';
const ofTheOrganization = everybody({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } });

describe('the rule about public access', () => {
  const resources: readonly [stack: string, line: string][] = [
    ['log-archive', 'aws.s3.BucketPolicy trail-bucket-policy'],
    ['log-archive', 'aws.s3.Bucket trail-bucket'],
    ['log-archive', 'aws.kms.Key trail-key'],
    ['security', 'aws.sns.TopicPolicy alerts-policy'],
    ['security', 'aws.sns.Topic alerts'],
    ['security', 'aws.sqs.QueuePolicy central-dead-letters-policy'],
    ['security', 'aws.sqs.Queue central-dead-letters'],
    ['security', 'aws.cloudwatch.EventBusPolicy central-policy'],
  ];
  for (const [stack, line] of resources)
    reports(publicAccess, stack, line, [
      ['a policy for everybody', everybody(), [open('one organization')]],
      [
        'a policy for everybody of any organization',
        everybody({ Null: { 'aws:PrincipalOrgID': 'false' } }),
        [open('one organization')],
      ],
      ['nothing where the organization is demanded', ofTheOrganization, []],
      [
        'nothing where services of the organization are demanded',
        everybody({ StringEquals: { 'aws:SourceOrgID': 'o-exampleorg1' } }),
        [],
      ],
    ]);
  reports(publicAccess, 'security', 'aws.lambda.Permission responder-cloudtrail-permission', [
    [
      'a function for everybody',
      { principal: '*' },
      ['"principal" is "*": anybody could run the function. Name the service or the account, with "sourceArn".'],
    ],
    ['nothing where the organization is demanded', { principal: '*', principalOrgId: 'o-exampleorg1' }, []],
  ]);

  it('takes the one organization that is configured', () => {
    const policy = added('aws.sqs.QueuePolicy', ofTheOrganization);
    assert.deepEqual(messages(publicAccess, policy, { organizationId: 'o-exampleorg1' }), []);
    assert.deepEqual(messages(publicAccess, policy, { organizationId: 'o-anotherorg1' }), [open('o-anotherorg1')]);
  });

  it('reports an ACL for everybody', () => {
    assert.deepEqual(messages(publicAccess, added('aws.s3.BucketAcl', { acl: 'public-read' })), [
      '"acl" is "public-read": it grants access beside the policy. Leave it out.',
    ]);
    assert.deepEqual(messages(publicAccess, added('aws.s3.BucketAcl', { acl: 'private' })), []);
  });
});

describe('the rule about the encryption of messages', () => {
  reports(messageEncryption, 'security', 'aws.sns.Topic alerts', [
    [
      'an unencrypted topic',
      { kmsMasterKeyId: undefined },
      ['"kmsMasterKeyId" is not set: alerts would be stored unencrypted. Give it the key of an EncryptionKey.'],
    ],
    [
      'the key that admits no alarm',
      { kmsMasterKeyId: 'alias/aws/sns' },
      [
        '"kmsMasterKeyId" is "alias/aws/sns": the policy of this key admits no alarm, so alarms would be silent. ' +
          'Give it the key of an EncryptionKey.',
      ],
    ],
  ]);
  reports(messageEncryption, 'security', 'aws.sqs.Queue responder-failures', [
    [
      'an unencrypted queue',
      { sqsManagedSseEnabled: false },
      [
        '"sqsManagedSseEnabled" is false and there is no "kmsMasterKeyId": reports would be stored unencrypted. Set it to true.',
      ],
    ],
    ['nothing where there is a key', { sqsManagedSseEnabled: false, kmsMasterKeyId: 'alias/example' }, []],
  ]);
});

describe('the rule about what holds evidence', () => {
  const evidence: readonly [stack: string, line: string][] = [
    ['management', 'aws.cloudtrail.Trail organization'],
    ['management', 'aws.cloudtrail.Trail second'],
    ['management', 'aws.cloudwatch.LogGroup organization-log-group'],
    ['security', 'aws.cloudwatch.LogGroup responder-log-group'],
    ['security', 'aws.kms.Key alerts-key'],
    ['log-archive', 'aws.kms.Key trail-key'],
    ['log-archive', 'aws.s3.Bucket trail-bucket'],
    ['log-archive', 'aws.s3.Bucket access-logs'],
  ];
  for (const [stack, line] of evidence)
    it(`reports ${line} of the ${stack} stack when it is not protected`, async () => {
      const resource = await declared(stack, line);
      assert.deepEqual(messages(evidenceProtection, resource), []);
      assert.deepEqual(messages(evidenceProtection, { ...resource, isProtected: false }), [
        'The option "protect" is not set: one deployment could delete or replace it, with the evidence in it. ' +
          'Pass { protect: true }.',
      ]);
    });

  for (const [stack, line] of evidence.filter(([, each]) => each.includes('LogGroup')))
    it(`reports ${line} of the ${stack} stack when one call may delete it`, async () => {
      const resource = await declared(stack, line);
      for (const [deletionProtectionEnabled, shown] of [
        [false, 'false'],
        [undefined, 'not set'],
      ] as const)
        assert.deepEqual(messages(evidenceProtection, changed(resource, { deletionProtectionEnabled })), [
          `"deletionProtectionEnabled" is ${shown}: one call could delete the log, with the evidence in it. Set it to true.`,
        ]);
    });
});
