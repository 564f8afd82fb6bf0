import assert from 'node:assert/strict';
import { UNKNOWN } from '../../policies/property';
import { trail } from '../../policies/trail';
import { changed, declared, messages, reports } from './support';

const NO_MANAGEMENT_EVENTS =
  'No event selector takes all management events: calls that change or read accounts would leave no record. ' +
  'Keep one with "includeManagementEvents" true and "readWriteType" All.';
const NO_ADVANCED_MANAGEMENT_EVENTS =
  'No advanced event selector takes all management events: calls that change or read accounts would leave no record. ' +
  'Keep one whose only field is "eventCategory", equal to Management.';
const NO_LOG_GROUP =
  '"cloudWatchLogsGroupArn" and "cloudWatchLogsRoleArn" are not both set: the second, independent copy of the records ' +
  'would be missing. Give it the log group of the trail, and the role that fills it.';

const LINE = 'aws.cloudtrail.Trail organization';
const selector = { includeManagementEvents: true, readWriteType: 'All' };
const fields = (...fieldSelectors: object[]) => ({ eventSelectors: [], advancedEventSelectors: [{ fieldSelectors }] });
const management = { field: 'eventCategory', equals: ['Management'] };

describe('the rule about trails', () => {
  reports(trail, 'management', LINE, [
    [
      'a trail of one Region',
      { isMultiRegionTrail: false },
      ['"isMultiRegionTrail" is false: calls in every other Region would leave no record. Set it to true.'],
    ],
    [
      'a trail of one account',
      { isOrganizationTrail: false },
      ['"isOrganizationTrail" is false: calls in every other account would leave no record. Set it to true.'],
    ],
    [
      'a setting that is left out',
      { isMultiRegionTrail: undefined },
      ['"isMultiRegionTrail" is not set: calls in every other Region would leave no record. Set it to true.'],
    ],
    [
      'missing global events',
      { includeGlobalServiceEvents: false },
      [
        '"includeGlobalServiceEvents" is false: calls to IAM, STS and the other global services would leave no record. ' +
          'Set it to true.',
      ],
    ],
    [
      'missing validation',
      { enableLogFileValidation: false },
      [
        '"enableLogFileValidation" is false: a changed or deleted log file could not be told from a whole one. Set it to true.',
      ],
    ],
    [
      'a trail that is off',
      { enableLogging: false },
      ['"enableLogging" is false: the trail would record nothing. Set it to true.'],
    ],
    [
      'a missing key',
      { kmsKeyId: undefined },
      [
        '"kmsKeyId" is not set: whoever may read the bucket could read the log files. ' +
          'Give it the key of the log-archive account.',
      ],
    ],
    ['a missing log group', { cloudWatchLogsGroupArn: undefined }, [NO_LOG_GROUP]],
    ['a missing role of the log group', { cloudWatchLogsRoleArn: '' }, [NO_LOG_GROUP]],
    [
      'selectors without reads',
      { eventSelectors: [{ ...selector, readWriteType: 'WriteOnly' }] },
      [NO_MANAGEMENT_EVENTS],
    ],
    [
      'selectors without management events',
      { eventSelectors: [{ ...selector, includeManagementEvents: false }] },
      [NO_MANAGEMENT_EVENTS],
    ],
    [
      'a service that is left out',
      { eventSelectors: [{ ...selector, excludeManagementEventSources: ['kms.amazonaws.com'] }] },
      [
        '"excludeManagementEventSources" leaves out "kms.amazonaws.com": use of these services would leave no record. ' +
          'Leave nothing out.',
      ],
    ],
    [
      'advanced selectors of data events alone',
      fields({ field: 'eventCategory', equals: ['Data'] }),
      [NO_ADVANCED_MANAGEMENT_EVENTS],
    ],
    [
      'an advanced selector that narrows management events',
      fields(management, { field: 'readOnly', equals: ['false'] }),
      [NO_ADVANCED_MANAGEMENT_EVENTS],
    ],
  ]);

  it('takes a trail without selectors, whose default is everything', async () => {
    const variant = changed(await declared('management', LINE), {
      eventSelectors: undefined,
      enableLogging: undefined,
    });
    assert.deepEqual(messages(trail, variant), []);
  });

  it('takes an advanced selector of all management events', async () => {
    assert.deepEqual(messages(trail, changed(await declared('management', LINE), fields(management))), []);
  });

  it('takes a key that the preview does not know yet', async () => {
    assert.deepEqual(messages(trail, changed(await declared('management', LINE), { kmsKeyId: UNKNOWN })), []);
  });
});

describe('the rule about the second trail', () => {
  const second = 'aws.cloudtrail.Trail second';
  reports(trail, 'management', second, [
    [
      'a second trail that is off',
      { enableLogging: false },
      ['"enableLogging" is false: the trail would record nothing. Set it to true.'],
    ],
    [
      'a second trail that reads alone',
      { eventSelectors: [{ ...selector, readWriteType: 'ReadOnly' }] },
      [
        'No event selector takes all management events: calls that change accounts would leave no record. ' +
          'Keep one with "includeManagementEvents" true and "readWriteType" All or WriteOnly.',
      ],
    ],
    [
      'a second trail without a key',
      { kmsKeyId: undefined },
      [
        '"kmsKeyId" is not set: whoever may read the bucket could read the log files. ' +
          'Give it the key of the log-archive account.',
      ],
    ],
  ]);

  it('holds a trail to everything that is not called like a second one', async () => {
    const renamed = changed(await declared('management', second), { name: 'trailwarden-seconds' });
    assert.ok(messages(trail, renamed).includes(NO_LOG_GROUP));
  });
});
