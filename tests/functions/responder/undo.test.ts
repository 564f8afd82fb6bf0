import assert from 'node:assert/strict';
import { commandOf } from '../../../functions/responder/undo';

const PLACE = { account: '111111111111', region: 'us-east-1' };

describe('the command that undoes a repair', () => {
  const commands: [operation: string, service: 's3' | 'organizations' | 'kms', words: string][] = [
    ['PutBucketPolicy', 's3', 'aws s3api put-bucket-policy'],
    ['EnableAWSServiceAccess', 'organizations', 'aws organizations enable-aws-service-access'],
    ['ScheduleKeyDeletion', 'kms', 'aws kms schedule-key-deletion'],
  ];
  for (const [operation, service, words] of commands)
    it(`is called as the AWS CLI calls ${operation}`, () => {
      const command = commandOf({ ...PLACE, service, operation, input: {} });
      assert.equal(command, `${words} --region us-east-1 --cli-input-json '{}'`);
    });

  it('gives the shell nothing to interpret', () => {
    const input = { Policy: `it's $(id) \`id\` "x"` };
    const command = commandOf({ ...PLACE, service: 's3', operation: 'PutBucketPolicy', input });
    assert.ok(command.endsWith(`'{"Policy":"it'\\''s $(id) \`id\` \\"x\\""}'`), command);
  });
});
