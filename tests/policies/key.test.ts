import { alertKeyPolicy } from '../../infra/specifications/repair';
import { trailKeyPolicy } from '../../infra/specifications/trail';
import { key } from '../../policies/key';
import { configurationOf } from '../support/deployment';
import { reports, withoutCondition, withStatement } from './support';

const trailKey = trailKeyPolicy(configurationOf('log-archive'));
const alertKey = alertKeyPolicy(configurationOf('security'));
const text = (document: unknown): { policy: string } => ({ policy: JSON.stringify(document) });

describe('the rule about keys', () => {
  reports(key, 'log-archive', 'aws.kms.Key trail-key', [
    [
      'a key that does not rotate',
      { enableKeyRotation: undefined },
      ['"enableKeyRotation" is not set: one key would encrypt everything for ever. Set it to true.'],
    ],
    [
      'a short wait',
      { deletionWindowInDays: 7 },
      [
        '"deletionWindowInDays" is 7: there would be less time to notice that the key is going, and with it every log file. ' +
          'Set it to 30, the longest.',
      ],
    ],
    [
      'a disabled key',
      { isEnabled: false },
      ['"isEnabled" is false: log files could be neither written nor read. Leave it out.'],
    ],
    [
      'a policy that serves any trail',
      text(withStatement(trailKey, 'CloudTrailEncrypts', withoutCondition('aws:SourceArn'))),
      [
        'Statement "CloudTrailEncrypts" lets CloudTrail use the key without "aws:SourceArn" of one trail: trails of strangers ' +
          'could use it too. Add the condition, with the ARN of the organization trail.',
      ],
    ],
    [
      'a policy that serves every trail of the account',
      text(
        withStatement(trailKey, 'CloudTrailReadsTheKey', (each) => ({
          ...each,
          Condition: { StringLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-east-1:111111111111:trail/*' } },
        })),
      ),
      [
        'Statement "CloudTrailReadsTheKey" lets CloudTrail use the key without "aws:SourceArn" of one trail: trails of ' +
          'strangers could use it too. Add the condition, with the ARN of the organization trail.',
      ],
    ],
  ]);
  reports(key, 'security', 'aws.kms.Key alerts-key', [
    [
      'a policy that serves the alarms of everybody',
      text(withStatement(alertKey, 'AlarmsOfThisAccount', withoutCondition('aws:SourceAccount'))),
      [
        'Statement "AlarmsOfThisAccount" lets cloudwatch.amazonaws.com use the key for anybody: neither "aws:SourceArn" nor ' +
          '"aws:SourceAccount" is demanded. Add the account that it is for.',
      ],
    ],
  ]);
});
